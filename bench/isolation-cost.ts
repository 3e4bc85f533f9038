/**
 * What the isolation levels cost: solutions bundled, and subjects started and greeted, under `portable` and `full`, alternating in one process. Prints the
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

const { signal } = new AbortController();
type Series = Record<(typeof LEVELS)[number], number[]>;

await withPrivateFolder(async (folder) => {
  const into = join(folder, 'staged');
  await mkdir(into);
  const submission = await stageSubmission({ source: challenge.referenceRoot, challenge, into });
  const bundled: Series = { portable: [], full: [] };
  const started: Series = { portable: [], full: [] };
  for (let round = 0; round <= rounds; round += 1) {
    for (const level of LEVELS) {
      const { confinement } = await chooseConfinement(folder, level);
      const before = performance.now();
      const scripts = await prepareScripts(submission, { challenge, workFolder: folder, confinement, signal });
      const between = performance.now();
      const subject = spawnSubject({ ...scripts, confinement, heapMiB: 256 });
      const problem = await subject.greeted(START_BUDGET);
      const after = performance.now();
      subject.kill();
      if (problem !== undefined) throw new Error(problem);
      // The first round warms everything up.
      if (round === 0) continue;
      bundled[level].push(between - before);
      started[level].push(after - between);
    }
  }
  console.log(`bundling a solution: ${describe(bundled)}`);
  console.log(`starting a subject: ${describe(started)}`);
});

function describe({ portable, full }: Series): string {
  const difference = median(full.map((ms, index) => ms - (portable[index] ?? ms)));
  const [quick, confined] = [median(portable), median(full)];
  return `portable ${quick.toFixed(1)} ms, full ${confined.toFixed(1)} ms, median difference ${difference.toFixed(1)} ms`;
}
