/** The load check on the reference with some files replaced. */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { checkLoad } from '../../grader/checks/load/check-load.ts';
import type { LoadEvidence, Measured } from '../../grader/model/evidence.ts';
import { allowedCpus } from '../../grader/sandbox/one-cpu.ts';
import { chooseConfinement } from '../../grader/sandbox/isolation/choose-confinement.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { prepareScripts } from '../../grader/sandbox/prepare-scripts.ts';
import { stageSubmission } from '../../grader/submission/stage-submission.ts';
import { submissionLikeReference, temporaryFolder } from './submission-folder.ts';

/** What the check observes of it. */
export async function loadOf(files: Readonly<Record<string, string>>): Promise<Measured<LoadEvidence>> {
  const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');
  const work = await temporaryFolder();
  const into = join(work, 'staged');
  await mkdir(into);
  const submission = await stageSubmission({ source: await submissionLikeReference(files), challenge, into });
  const { confinement } = await chooseConfinement(work);
  const { signal } = new AbortController();
  const prepare = { challenge, workFolder: work, confinement, signal };
  const { hostPath, loadBundles } = await prepareScripts(submission, prepare);
  return checkLoad({
    hostPath,
    bundles: loadBundles,
    bands: challenge.load,
    cpus: await allowedCpus(),
    confinement,
    seed: 1,
    signal,
  });
}
