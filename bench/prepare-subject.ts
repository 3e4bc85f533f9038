/** A submission on its way to the hidden suites, as in a grading: staged, bundled, and confined as well as this machine can. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RulesOptions } from '../grader/checks/rules/check-rules.ts';
import type { Challenge } from '../grader/model/challenge.ts';
import { chooseConfinement } from '../grader/sandbox/isolation/choose-confinement.ts';
import { prepareScripts } from '../grader/sandbox/prepare-scripts.ts';
import { stageSubmission } from '../grader/submission/stage-submission.ts';

export interface PrepareOptions {
  /** Path of the submission. */
  readonly source: string;
  readonly challenge: Challenge;
  /** An empty folder for the staged copy and the scripts. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

export async function prepareSubject({
  source,
  challenge,
  folder,
  signal,
}: PrepareOptions): Promise<RulesOptions['subject']> {
  const into = join(folder, 'staged');
  await mkdir(into);
  const submission = await stageSubmission({ source, challenge, into });
  const { confinement } = await chooseConfinement(folder);
  const prepare = { challenge, workFolder: folder, confinement, signal };
  const { hostPath, bundlePath } = await prepareScripts(submission, prepare);
  return { hostPath, bundlePath, confinement };
}
