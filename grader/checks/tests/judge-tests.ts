/** From runs to verdicts. Pure. */

import type { JudgedMutant, JudgedTest } from '../../model/evidence.ts';
import type { MarkedMutant } from '../../model/challenge.ts';
import { printableName, type SuiteRun, type TestOutcome } from './suite-run.ts';

/** One run on a correct implementation. */
export interface CorrectRun {
  readonly implementation: string;
  readonly run: SuiteRun;
}

/** A test of the suite by the name that the subject knows it under. */
export interface NamedVerdict {
  readonly id: string;
  readonly test: JudgedTest;
}

/** The verdict on every test that the first run has found. A test that a run left out on purpose, in `skip`, is not held against it. */
export function judgeTests(
  runs: readonly (CorrectRun & { readonly skip: ReadonlySet<string> })[],
): readonly NamedVerdict[] {
  const names = [...(runs[0]?.run.names ?? [])];
  return names.map((id) => {
    const outcomes = runs
      .filter(({ skip }) => !skip.has(id))
      .map(({ implementation, run }) => ({ implementation, outcome: run.outcomes.get(id) ?? missingIn(run) }));
    return { id, test: { name: printableName(id), ...judgeTest(outcomes) } };
  });
}

const MISSING: TestOutcome = {
  status: 'failed',
  message: 'no test of this name is there in every run; a name must not hold anything random',
};

function missingIn({ gaveUp }: SuiteRun): TestOutcome {
  return gaveUp === null ? MISSING : { status: 'not-run', message: gaveUp };
}

interface Seen {
  readonly implementation: string;
  readonly outcome: TestOutcome;
}

/** Where a test was not run it has done nothing wrong, and nothing has been seen of it either. */
function judgeTest(all: readonly Seen[]): Omit<JudgedTest, 'name'> {
  const seen = all.filter(({ outcome }) => outcome.status !== 'not-run');
  const judged = judgeSeen(seen);
  const late = all.find(({ outcome }) => outcome.status === 'not-run');
  if (late === undefined || (seen.length > 0 && judged.verdict !== 'valid')) return judged;
  return { verdict: 'not-run', message: late.outcome.message };
}

function judgeSeen(seen: readonly Seen[]): Omit<JudgedTest, 'name'> {
  const statuses = new Set(seen.map(({ outcome }) => outcome.status));
  if (statuses.size === 1 && statuses.has('passed')) return { verdict: 'valid', message: null };
  if (statuses.size === 1 && statuses.has('skipped')) return { verdict: 'skipped', message: null };
  const bad = seen.find(({ outcome }) => outcome.status !== 'passed');
  const message = bad?.outcome.message ?? (bad?.outcome.status === 'skipped' ? 'it skips itself at times' : null);
  return { verdict: reasonFor(seen), message };
}

function reasonFor(seen: readonly Seen[]): 'flaky' | 'broken' | 'over-fitted' {
  const byImplementation = Map.groupBy(seen, ({ implementation }) => implementation);
  const unstable = [...byImplementation.values()].some(
    (group) => new Set(group.map(({ outcome }) => outcome.status)).size > 1,
  );
  if (unstable) return 'flaky';
  return seen.some(({ outcome }) => outcome.status === 'passed') ? 'over-fitted' : 'broken';
}

/**
 * What the valid tests made of `mutant`. To compute for too long is no way to notice a bug, unless the bug is that calls hang: how long
 * something takes is not behaviour. To wait for what never comes is one.
 */
export function judgeMutant(mutant: MarkedMutant, run: SuiteRun, valid: readonly NamedVerdict[]): JudgedMutant {
  const { id, theme, title, hangs } = mutant;
  const statusOf = (test: NamedVerdict): string | undefined => run.outcomes.get(test.id)?.status;
  const noticed = new Set<string | undefined>(['failed', 'timed-out', ...(hangs ? ['lost'] : [])]);
  const by = valid.filter((test) => noticed.has(statusOf(test)));
  const late = valid.some((test) => ['lost', 'not-run'].includes(statusOf(test) ?? ''));
  const status = by.length > 0 ? 'killed' : late ? 'timeout' : 'survived';
  return { id, theme, title, status, by: by.map(({ test }) => test.name) };
}
