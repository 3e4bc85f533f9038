import { expect, it } from 'vitest';
import { judgeMutant, judgeTests } from '../../../grader/checks/tests/judge-tests.ts';
import { emptyRun, type SuiteRun, type TestOutcome } from '../../../grader/checks/tests/suite-run.ts';

const WHY = 'not run: the suite computes for more than 6 s';

/** A run with these outcomes; `gaveUp` says why it was over before the last tests had their turn. */
function run(statuses: Readonly<Record<string, TestOutcome['status']>>, gaveUp: string | null = null): SuiteRun {
  const outcomes = Object.entries(statuses).map(([name, status]) => {
    return [name, { status, message: status === 'passed' ? null : status === 'not-run' ? gaveUp : 'no' }] as const;
  });
  return { ...emptyRun(), names: new Set(Object.keys(statuses)), outcomes: new Map(outcomes), gaveUp };
}

function verdictsOn(...runs: readonly SuiteRun[]): Readonly<Record<string, string>> {
  const judged = judgeTests(runs.map((one, index) => ({ implementation: `i${index}`, run: one, skip: new Set() })));
  return Object.fromEntries(judged.map(({ id, test }) => [id, `${test.verdict}: ${test.message ?? 'fine'}`]));
}

it('holds nothing against a test whose turn never came, on some implementations or on all', () => {
  expect(
    verdictsOn(
      run({ first: 'passed', second: 'passed', third: 'not-run' }, WHY),
      run({ first: 'passed', second: 'not-run', third: 'not-run' }, WHY),
    ),
  ).toEqual({ first: 'valid: fine', second: `not-run: ${WHY}`, third: `not-run: ${WHY}` });
});

it('takes a test for one that was not run where the run was over before its file was read', () => {
  expect(verdictsOn(run({ first: 'passed', second: 'passed' }), run({ first: 'passed' }, WHY))).toEqual({
    first: 'valid: fine',
    second: `not-run: ${WHY}`,
  });
});

it('still judges by what was seen of a test that fails', () => {
  expect(verdictsOn(run({ first: 'failed' }), run({ first: 'not-run' }, WHY))).toEqual({ first: 'broken: no' });
  expect(verdictsOn(run({ first: 'failed' }), run({ first: 'passed' }), run({}, WHY))).toEqual({
    first: 'over-fitted: no',
  });
});

it('notices a bug by waiting for what never comes, and by computing without end only where calls hang', () => {
  const valid = judgeTests([{ implementation: 'i', run: run({ one: 'passed' }), skip: new Set() }]);
  const mutant = { id: 'm', title: 'A bug.', theme: 'claims', linked: false, edits: [] };
  const statusOn = (hangs: boolean, status: TestOutcome['status']): string =>
    judgeMutant({ ...mutant, hangs }, run({ one: status }), valid).status;
  const statuses = ['passed', 'failed', 'timed-out', 'lost', 'not-run'] as const;
  expect(statuses.map((status) => statusOn(false, status))).toEqual([
    'survived',
    'killed',
    'killed',
    'timeout',
    'timeout',
  ]);
  expect(statuses.map((status) => statusOn(true, status))).toEqual([
    'survived',
    'killed',
    'killed',
    'killed',
    'timeout',
  ]);
});
