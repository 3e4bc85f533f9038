/** Everything that subjects load, written once a grading: the host, the solution and the reference. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Challenge } from '../model/challenge.ts';
import type { Submission } from '../model/submission.ts';
import { buildHost } from './build-host.ts';
import { bundleSolution } from './bundle-solution.ts';

/** Absolute paths. */
export interface Scripts {
  /** The bundled host of the subject. */
  readonly hostPath: string;
  /** The bundled solution. */
  readonly bundlePath: string;
  /** The bundled model answer. */
  readonly referenceBundle: string;
  /** Where further scripts may be written. */
  readonly workFolder: string;
}

/** Bundles host, solution and reference into the folder `workFolder`. */
export async function prepareScripts(
  submission: Submission,
  challenge: Challenge,
  workFolder: string,
): Promise<Scripts> {
  const bundlePath = join(workFolder, 'solution.js');
  const referenceBundle = join(workFolder, 'reference.js');
  const [hostPath] = await Promise.all([
    buildHost(workFolder),
    writeBundle(submission.stagedRoot, challenge, bundlePath),
    writeBundle(challenge.referenceRoot, challenge, referenceBundle),
  ]);
  return { hostPath, bundlePath, referenceBundle, workFolder };
}

async function writeBundle(stagedRoot: string, challenge: Challenge, path: string): Promise<void> {
  const { entry, allowedPackages } = challenge;
  const { code } = await bundleSolution({ stagedRoot, entry, allowedPackages });
  await writeFile(path, code);
}
