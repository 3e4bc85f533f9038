/** The candidate's tests on implementations of ours: first on the correct ones, then on mutants with the correct ones once more among them. */

import { allSettled } from '../../all-settled.ts';
import type { MarkedMutant, OwnTestsPlan } from '../../model/challenge.ts';
import type { SuiteEvidence } from '../../model/evidence.ts';
import { makeShuffle } from './shuffle.ts';
import { judgeMutant, judgeTests, type CorrectRun, type NamedVerdict } from './judge-tests.ts';
import { runSuite, type SuiteOptions } from './run-suite.ts';
import type { SuiteRun } from './suite-run.ts';

/** An implementation, bundled. */
export interface Implementation {
  readonly code: string;
  readonly linked: boolean;
}

export interface JudgeSuiteOptions extends Omit<SuiteOptions, 'implementation' | 'skip' | 'stepwise' | 'seed'> {
  readonly plan: OwnTestsPlan;
  readonly seed: number;
  /** In the order of the plan. */
  readonly correct: readonly Implementation[];
  readonly mutants: readonly Implementation[];
}

export interface SuiteJudgement {
  readonly evidence: Omit<SuiteEvidence, 'ownCode'>;
  readonly problems: readonly string[];
}

/** Subjects at work side by side. */
const SIDE_BY_SIDE = 2;
/** Runs on mutants that may be ended by a hanging test before the rest of them counts as survived. */
const MAX_LOST_RUNS = 12;

/** What a subject runs, and what for. It learns neither. */
type Job =
  | { readonly kind: 'correct'; readonly index: number }
  | { readonly kind: 'mutant'; readonly index: number; readonly mutant: MarkedMutant };

/**
 * A test sees the same in a run on a mutant as in one of the second runs on the correct implementations: the same seed, the
 * same tests left out. So whatever but behaviour it goes by makes it fail there too.
 */
export async function judgeSuite(options: JudgeSuiteOptions): Promise<SuiteJudgement> {
  const { plan, correct, mutants, seed } = options;
  const shuffle = makeShuffle(seed);
  const first = await firstRuns(options, shuffle(correct.map((_, index) => index)));
  const before = judgeTests(first);
  const skip = new Set(before.filter(({ test }) => test.verdict !== 'valid').map(({ id }) => id));
  if (skip.size === before.length) return judgement(options, before, new Map(), first);
  const jobs = shuffle<Job>([
    ...correct.map((_, index) => ({ kind: 'correct', index }) as const),
    ...plan.mutants.map((mutant, index) => ({ kind: 'mutant', index, mutant }) as const),
  ]);
  const again = new Map<number, FirstRun>();
  const onMutants = new Map<string, SuiteRun>();
  await inPairs(jobs, async (job) => {
    const implementation = job.kind === 'correct' ? correct[job.index] : mutants[job.index];
    if (implementation === undefined) throw new Error('an implementation is missing');
    const run = await runSuite({ ...options, implementation, skip, seed: seed + 1, stepwise: false });
    if (job.kind === 'mutant') onMutants.set(job.mutant.id, run);
    else again.set(job.index, { implementation: plan.correct[job.index]?.id ?? '', run, skip });
    return job.kind === 'mutant' && [...run.outcomes.values()].some(({ status }) => status === 'timed-out');
  });
  return judgement(options, judgeTests([...first, ...inOrder(again)]), onMutants, first);
}

type FirstRun = CorrectRun & { readonly skip: ReadonlySet<string> };

/** In the plan's order, whatever the order of running. */
async function firstRuns(options: JudgeSuiteOptions, order: readonly number[]): Promise<readonly FirstRun[]> {
  const runs = new Map<number, FirstRun>();
  await inPairs(order, async (index) => {
    const implementation = options.correct[index];
    if (implementation === undefined) throw new Error('an implementation is missing');
    const run = await runSuite({ ...options, implementation, skip: new Set(), seed: options.seed, stepwise: true });
    runs.set(index, { implementation: options.plan.correct[index]?.id ?? '', run, skip: new Set() });
    return false;
  });
  return inOrder(runs);
}

function inOrder(runs: ReadonlyMap<number, FirstRun>): readonly FirstRun[] {
  return [...runs.entries()].sort(([one], [other]) => one - other).map(([, run]) => run);
}

function judgement(
  { plan }: JudgeSuiteOptions,
  verdicts: readonly NamedVerdict[],
  onMutants: ReadonlyMap<string, SuiteRun>,
  first: readonly FirstRun[],
): SuiteJudgement {
  const valid = verdicts.filter(({ test }) => test.verdict === 'valid');
  const none: SuiteRun = { names: new Set(), outcomes: new Map(), problems: [] };
  return {
    evidence: {
      tests: verdicts.map(({ test }) => test),
      mutants: plan.mutants.map((mutant) => judgeMutant(mutant, onMutants.get(mutant.id) ?? none, valid)),
    },
    problems: first[0]?.run.problems ?? [],
  };
}

/**
 * Two at a time, in order, until too many jobs have lost time: work answers whether its job has. A pair is waited for as a
 * whole, so that where it stops depends on the order alone.
 */
async function inPairs<T>(jobs: readonly T[], work: (job: T) => Promise<boolean>): Promise<void> {
  let lost = 0;
  for (let at = 0; at < jobs.length && lost < MAX_LOST_RUNS; at += SIDE_BY_SIDE) {
    const pair = await allSettled(jobs.slice(at, at + SIDE_BY_SIDE).map(work));
    lost += pair.filter(Boolean).length;
  }
}
