/** Everything that subjects load, written once a grading: the host, the solution and the reference. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allSettled } from '../all-settled.ts';
import type { Challenge } from '../model/challenge.ts';
import type { Submission } from '../model/submission.ts';
import { buildHost } from './build-host.ts';
import { bundleSolution, type BundleOptions } from './bundle-solution.ts';

/** Absolute paths. */
export interface Scripts {
  /** The bundled host of the subject. */
  readonly hostPath: string;
  /** The bundled solution. */
  readonly bundlePath: string;
  /** Solution and model answer as they run under load. */
  readonly loadBundles: { readonly candidate: string; readonly reference: string };
  /** Where further scripts may be written. */
  readonly workFolder: string;
}

/** Bundles host, solution and reference into the folder `workFolder`. */
export async function prepareScripts(
  submission: Submission,
  challenge: Challenge,
  workFolder: string,
): Promise<Scripts> {
  const { stagedRoot } = submission;
  const { entry, allowedPackages, referenceRoot } = challenge;
  const bundlePath = join(workFolder, 'solution.js');
  const loadBundles = {
    candidate: join(workFolder, 'load-candidate.js'),
    reference: join(workFolder, 'load-reference.js'),
  };
  const [hostPath] = await allSettled([
    buildHost(workFolder),
    writeBundle(bundlePath, { stagedRoot, entry, allowedPackages, keepNames: true }),
    writeBundle(loadBundles.candidate, { stagedRoot, entry, allowedPackages, keepNames: false }),
    writeBundle(loadBundles.reference, { stagedRoot: referenceRoot, entry, allowedPackages, keepNames: false }),
  ]);
  return { hostPath, bundlePath, loadBundles, workFolder };
}

async function writeBundle(path: string, options: BundleOptions): Promise<void> {
  const { code } = await bundleSolution(options);
  await writeFile(path, code);
}
