/**
 * Whether the load check puts solutions into their bands, on this machine: `node bench/load-bands.ts [runs] [only]` prints two tables, one with
 * nothing else on the machine and one beside a loop that keeps one CPU busy; bench/load-bands.md keeps them. Each solution is the reference with edits of ours, or a sample.
 */

import { mkdir, mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { quantile } from 'simple-statistics';
import { loadChallenge } from '../grader/challenge/load-challenge.ts';
import { checkLoad } from '../grader/checks/load/check-load.ts';
import type { LoadEvidence } from '../grader/model/evidence.ts';
import type { LoadResult } from '../grader/model/report.ts';
import { allowedCpus } from '../grader/sandbox/one-cpu.ts';
import { chooseConfinement } from '../grader/sandbox/isolation/choose-confinement.ts';
import { KIT_ROOT } from '../grader/sandbox/kit-root.ts';
import { prepareScripts, type Scripts } from '../grader/sandbox/prepare-scripts.ts';
import { scoreLoad } from '../grader/score/score-load.ts';
import { withPrivateFolder } from '../grader/submission/private-folder.ts';
import { stageSubmission } from '../grader/submission/stage-submission.ts';
import { writeSolution, SOLUTIONS, type Solution } from './load-solutions.ts';

const runs = Number(process.argv[2] ?? 30);
const only = process.argv[3] ?? '';
const HEAD = ['solution', 'right', 'not measured', 'wrong', 'cost', 'memory', 'noise', 'exponent', 'took'];
const notes: string[] = [];
const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');
const signal = new AbortController().signal;

interface Run {
  readonly result: LoadResult;
  readonly tookMs: number;
}

await withPrivateFolder(async (folder) => {
  const { confinement } = await chooseConfinement(folder);
  const run = async (scripts: Scripts, seed: number): Promise<Run> => {
    const startedAt = performance.now();
    const cpus = await allowedCpus();
    const load = await checkLoad({
      hostPath: scripts.hostPath,
      bundles: scripts.loadBundles,
      bands: challenge.load,
      cpus,
      confinement,
      seed,
      signal,
    });
    return { result: scoreLoad(challenge, load), tookMs: performance.now() - startedAt };
  };
  for (const beside of ['alone', 'beside a busy loop'] as const) {
    console.log(`\n${beside}, ${runs} runs each`);
    console.log(row(HEAD));
    console.log(row(HEAD.map(() => '---')));
    const busy = beside === 'alone' ? undefined : new Worker('for (;;);', { eval: true });
    for (const solution of SOLUTIONS.filter(({ name }) => name.includes(only))) {
      const root = await mkdtemp(join(folder, 'solution-'));
      const source = join(root, 'source');
      const into = join(root, 'staged');
      await writeSolution(solution, source);
      await mkdir(into);
      const submission = await stageSubmission({ source, challenge, into });
      const scripts = await prepareScripts(submission, { challenge, workFolder: root, confinement, signal });
      const done: Run[] = [];
      for (let seed = 1; seed <= runs; seed += 1) done.push(await run(scripts, seed));
      console.log(row(summary(solution, done)));
      notes.push(...done.flatMap((run) => noteOn(solution, beside, run)));
    }
    await busy?.terminate();
  }
  if (notes.length > 0) console.log(`\n${notes.join('\n')}`);
});

/** What there is to say of a run that is not simply right. */
function noteOn({ name, points }: Solution, beside: string, { result }: Run): readonly string[] {
  if (result.verdict !== 'not-measured' && result.points === points) return [];
  return [`${name}, ${beside}: ${result.points} points, ${result.verdict}, ${result.message}`];
}

function summary({ name, points }: Solution, done: readonly Run[]): readonly string[] {
  const measured = done.filter(({ result }) => result.verdict !== 'not-measured');
  const right = measured.filter(({ result }) => result.points === points).length;
  const usable = measured.flatMap(({ result: { evidence } }) =>
    evidence !== null && evidence.details !== null ? [evidence] : [],
  );
  const spread = (figure: (evidence: LoadEvidence) => number): string => {
    const values = usable.map(figure);
    return values.length === 0
      ? '-'
      : `${quantile(values, 0.5).toFixed(2)} (${Math.min(...values).toFixed(2)} to ${Math.max(...values).toFixed(2)})`;
  };
  const tookMs = done.map((run) => run.tookMs);
  return [
    name,
    String(right),
    String(done.length - measured.length),
    String(measured.length - right),
    spread(({ cost }) => cost.median),
    spread(({ memory }) => memory),
    spread(({ noise }) => noise.median),
    spread(({ details }) => details?.growth.exponent.candidate ?? 0),
    `${(quantile(tookMs, 0.5) / 1000).toFixed(1)} (to ${(Math.max(...tookMs) / 1000).toFixed(1)}) s`,
  ];
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
