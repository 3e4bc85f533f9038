/** Everything that subjects load, written once a grading: the host, the solution and the reference. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allSettled } from '../all-settled.ts';
import type { Challenge } from '../model/challenge.ts';
import type { Submission } from '../model/submission.ts';
import { buildHost } from './build-host.ts';
import { bundleSolution, partsOf } from './bundle-solution.ts';
import { bundleConfined, type BundlerBounds } from './confined-bundler.ts';

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

export interface PrepareOptions extends Pick<BundlerBounds, 'confinement' | 'signal'> {
  readonly challenge: Challenge;
  /** Where the scripts are written. */
  readonly workFolder: string;
}

/** Bundles host, solution and reference. */
export async function prepareScripts(
  { stagedRoot }: Submission,
  { challenge, workFolder, ...bounds }: PrepareOptions,
): Promise<Scripts> {
  const { entry, allowedPackages, referenceRoot } = challenge;
  const parts = partsOf(entry);
  const bundlePath = join(workFolder, 'solution.js');
  const loadBundles = {
    candidate: join(workFolder, 'load-candidate.js'),
    reference: join(workFolder, 'load-reference.js'),
  };
  const [hostPath, { bundles }, reference] = await allSettled([
    buildHost(workFolder),
    bundleConfined({ ...bounds, stagedRoot }, [
      { parts, options: { allowedPackages, keepNames: true } },
      { parts, options: { allowedPackages, keepNames: false } },
    ]),
    bundleSolution({ stagedRoot: referenceRoot, entry, allowedPackages, keepNames: false }),
  ]);
  await Promise.all([
    writeFile(bundlePath, bundles[0]?.code ?? ''),
    writeFile(loadBundles.candidate, bundles[1]?.code ?? ''),
    writeFile(loadBundles.reference, reference.code),
  ]);
  return { hostPath, bundlePath, loadBundles, workFolder };
}
