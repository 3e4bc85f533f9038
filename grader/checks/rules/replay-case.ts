/** One hidden case once more: the same submission, case and seed give the same story. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { checkRules } from './check-rules.ts';
import type { Challenge } from '../../model/challenge.ts';
import type { CaseResult, Measured } from '../../model/evidence.ts';
import { chooseConfinement } from '../../sandbox/isolation/choose-confinement.ts';
import { prepareScripts } from '../../sandbox/prepare-scripts.ts';
import { withPrivateFolder } from '../../submission/private-folder.ts';
import { stageSubmission } from '../../submission/stage-submission.ts';

export interface ReplayOptions {
  /** Path of the submission, as the user gave it. */
  readonly submission: string;
  readonly challenge: Challenge;
  /** The case's id, as evidence shows it. */
  readonly caseId: string;
  readonly seed: number;
  readonly signal: AbortSignal;
}

export interface Replay {
  /** Fingerprint of what was handed in: it tells whether this is the submission that a report is about. */
  readonly treeHash: string;
  /** The case's result; `undefined` where the challenge has no such case any more. */
  readonly outcome: Measured<{ readonly status: 'measured'; readonly result: CaseResult | undefined }>;
}

/** Runs the case; rejects with `UsageError` or `NothingGradableError` for a submission that cannot be graded at all. */
export async function replayCase({
  submission: source,
  challenge,
  caseId,
  seed,
  signal,
}: ReplayOptions): Promise<Replay> {
  return withPrivateFolder(async (folder) => {
    const into = join(folder, 'staged');
    await mkdir(into);
    const submission = await stageSubmission({ source, challenge, into });
    const { confinement } = await chooseConfinement(folder);
    const { hostPath, bundlePath } = await prepareScripts(submission, {
      challenge,
      workFolder: folder,
      confinement,
      signal,
    });
    const subject = { hostPath, bundlePath, confinement };
    const evidence = await checkRules({ challenge, subject, seed, only: caseId, workers: 1, signal });
    const { treeHash } = submission;
    if (evidence.status !== 'measured') return { treeHash, outcome: evidence };
    return { treeHash, outcome: { status: 'measured', result: evidence.cases[0] } };
  });
}
