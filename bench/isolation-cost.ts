/**
 * What the isolation levels cost: subjects started and greeted under `portable` and `full`, alternating in one process. Prints the
 * medians of wall time and their difference: `node bench/isolation-cost.ts [rounds]`.
 */

import { join } from 'node:path';
import { median } from 'simple-statistics';
import { loadChallenge } from '../grader/challenge/load-challenge.ts';
import { START_BUDGET } from '../grader/sandbox/answer.ts';
import { chooseConfinement } from '../grader/sandbox/isolation/choose-confinement.ts';
import { KIT_ROOT } from '../grader/sandbox/kit-root.ts';
import { prepareScripts } from '../grader/sandbox/prepare-scripts.ts';
import { spawnSubject } from '../grader/sandbox/spawn-subject.ts';
import { withPrivateFolder } from '../grader/submission/private-folder.ts';
import { stageSubmission } from '../grader/submission/stage-submission.ts';
import { mkdir } from 'node:fs/promises';

const LEVELS = ['portable', 'full'] as const;
const rounds = Number(process.argv[2] ?? 50);
const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');

await withPrivateFolder(async (folder) => {
  const into = join(folder, 'staged');
  await mkdir(into);
  const submission = await stageSubmission({ source: challenge.referenceRoot, challenge, into });
  const { hostPath, bundlePath } = await prepareScripts(submission, challenge, folder);
  const started: Record<(typeof LEVELS)[number], number[]> = { portable: [], full: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const level of LEVELS) {
      const { confinement } = await chooseConfinement(folder, level);
      const before = performance.now();
      const subject = spawnSubject({ hostPath, bundlePath, confinement, heapMiB: 256 });
      const problem = await subject.greeted(START_BUDGET);
      const tookMs = performance.now() - before;
      subject.kill();
      if (problem !== undefined) throw new Error(problem);
      if (round > 0) started[level].push(tookMs);
    }
  }
  const [portable, full] = LEVELS.map((level) => median(started[level]));
  const differences = started.full.map((ms, index) => ms - (started.portable[index] ?? ms));
  console.log(
    `portable ${portable?.toFixed(1)} ms, full ${full?.toFixed(1)} ms, median difference ${median(differences).toFixed(1)} ms`,
  );
});
