/** The candidate's tests on implementations of ours: first on the correct ones, then on mutants with the correct ones once more among them. */

import { sum } from 'simple-statistics';
import type { MarkedMutant, OwnTestsPlan } from '../../model/challenge.ts';
import type { SuiteEvidence } from '../../model/evidence.ts';
import { makeShuffle } from './shuffle.ts';
import { judgeMutant, judgeTests, type CorrectRun, type NamedVerdict } from './judge-tests.ts';
import { runInOrder } from '../../run-in-order.ts';
import { runSuite } from './run-suite.ts';
import type { SuiteOptions } from './suite-options.ts';
import { emptyRun, type SuiteRun } from './suite-run.ts';

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

/** Runs on mutants that may lose a process before the rest of them counts as survived. */
const MAX_LOST_RUNS = 12;

/** What a subject runs, and what for. It learns neither. */
interface Job {
  readonly implementation: Implementation;
  readonly on: { readonly correct: string } | { readonly mutant: MarkedMutant };
}

type Done = Pick<Job, 'on'> & { readonly run: SuiteRun };

/**
 * A test sees the same in a run on a mutant as in one of the second runs on the correct implementations: the same seed, the
 * same tests left out. So whatever but behaviour it goes by makes it fail there too.
 */
export async function judgeSuite(options: JudgeSuiteOptions): Promise<SuiteJudgement> {
  const { plan, seed } = options;
  const shuffle = makeShuffle(seed);
  const onCorrect = correctJobs(options);
  const first = await runAll(shuffle(onCorrect), (implementation) =>
    runSuite({ ...options, implementation, skip: new Set(), stepwise: true }),
  );
  const before = judgeTests(correctRuns(plan, first, new Set()));
  const skip = new Set(before.filter(({ test }) => test.verdict !== 'valid').map(({ id }) => id));
  if (skip.size === before.length) return judgement(plan, before, first, []);
  const second = await runAll(shuffle([...onCorrect, ...mutantJobs(options)]), (implementation) =>
    runSuite({ ...options, implementation, skip, seed: seed + 1, stepwise: false }),
  );
  const verdicts = judgeTests([...correctRuns(plan, first, new Set()), ...correctRuns(plan, second, skip)]);
  return judgement(plan, verdicts, first, second);
}

function correctJobs({ plan, correct }: JudgeSuiteOptions): readonly Job[] {
  return plan.correct.map(({ id }, index) => ({ implementation: at(correct, index), on: { correct: id } }));
}

function mutantJobs({ plan, mutants }: JudgeSuiteOptions): readonly Job[] {
  return plan.mutants.map((mutant, index) => ({ implementation: at(mutants, index), on: { mutant } }));
}

function at(implementations: readonly Implementation[], index: number): Implementation {
  const found = implementations[index];
  if (found === undefined) throw new Error('an implementation is missing');
  return found;
}

function runAll(jobs: readonly Job[], run: (on: Implementation) => Promise<SuiteRun>): Promise<readonly Done[]> {
  return runInOrder(jobs, async ({ implementation, on }) => ({ on, run: await run(implementation) }), {
    isCostly: (done) => 'mutant' in done.on && done.run.isCostly,
    atMost: MAX_LOST_RUNS,
    // Without them nothing would be held against tests that know a second run from a first.
    isNeeded: ({ on }) => 'correct' in on,
  });
}

/** In the plan's order, whatever the order of running. */
function correctRuns(
  plan: OwnTestsPlan,
  done: readonly Done[],
  skip: ReadonlySet<string>,
): readonly (CorrectRun & { readonly skip: ReadonlySet<string> })[] {
  return plan.correct.flatMap(({ id }) =>
    done.flatMap(({ on, run }) => ('correct' in on && on.correct === id ? [{ implementation: id, run, skip }] : [])),
  );
}

function judgement(
  plan: OwnTestsPlan,
  verdicts: readonly NamedVerdict[],
  first: readonly Done[],
  second: readonly Done[],
): SuiteJudgement {
  const valid = verdicts.filter(({ test }) => test.verdict === 'valid');
  const runOn = new Map(second.map(({ on, run }) => ['mutant' in on ? on.mutant.id : null, run]));
  const [shown] = correctRuns(plan, first, new Set());
  return {
    evidence: {
      tests: verdicts.map(({ test }) => test),
      mutants: plan.mutants.map((mutant) => judgeMutant(mutant, runOn.get(mutant.id) ?? emptyRun(), valid)),
    },
    problems: shown === undefined ? [] : [...aboutGiven(shown.run), ...shown.run.problems, ...shown.run.cuts],
  };
}

/** Says that some tests are the skeleton's, where there are any. */
function aboutGiven({ given }: SuiteRun): readonly string[] {
  const count = sum([...given.values()]);
  if (count === 0) return [];
  const tests = count === 1 ? '1 test is' : `${count} tests are`;
  return [`${tests} from the skeleton and not scored`];
}
