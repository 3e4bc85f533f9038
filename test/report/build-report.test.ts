import { expect, it } from 'vitest';

import { canonicalResult } from '../../grader/report/canonical-result.ts';
import { aCase, aFinding, anOwnTest, casesFailing, loadFigures, reportWith } from './sample-report.ts';

it('faults of ours that show in the evidence join those of the run', () => {
  const { run } = reportWith({
    evidence: {
      types: { status: 'not-measured', fault: 'kit', cause: 'the compiler was lost' },
      load: { status: 'not-measured', fault: 'machine', cause: 'too noisy' },
      tests: { status: 'not-measured', fault: 'not-asked', cause: 'not asked for' },
    },
    run: { faults: ['report.html could not be written'] },
  });
  expect(run.faults).toEqual(['report.html could not be written', 'types: the compiler was lost']);
});

it('a rule that lost its cases and a case that lost its rule are faults', () => {
  const cases = [...casesFailing().filter(({ rule }) => rule !== 'S4'), aCase('S99', 'passed')];
  expect(reportWith({ evidence: { rules: { status: 'measured', cases } } }).run.faults).toEqual([
    'rules: no hidden case of S4 was run',
    'rules: cases name the unknown rule S99',
  ]);
});

it('a report of a flawless run has no faults', () => {
  expect(reportWith().run.faults).toEqual([]);
});

it('findings of both checks stand sorted by place', () => {
  const at = (file: string, line: number, column: number) => aFinding({ file, line, column });
  const { findings } = reportWith({
    evidence: {
      types: { status: 'measured', findings: [at('src/b.ts', 10, 1), at('src/b.ts', 9, 2)] },
      patterns: { status: 'measured', findings: [at('src/b.ts', 9, 1), at('src/a.ts', 99, 1)] },
    },
  }).result;
  expect(findings.map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual([
    'src/a.ts:99:1',
    'src/b.ts:9:1',
    'src/b.ts:9:2',
    'src/b.ts:10:1',
  ]);
});

it('own tests are counted, and the failing ones listed by name', () => {
  const tests = [
    anOwnTest({ name: 'z', status: 'failed', message: 'no' }),
    anOwnTest({ name: 'b', status: 'failed' }),
    anOwnTest({ name: 's', status: 'skipped' }),
    anOwnTest(),
  ];
  const { result } = reportWith({
    evidence: { tests: { status: 'measured', tests, problems: ['c.test.ts did not load'], suite: null } },
  });
  expect(result.tests).toMatchObject({
    valid: 1,
    invalid: 2,
    skipped: 1,
    suite: null,
    mutants: [],
    problems: ['c.test.ts did not load'],
  });
  expect(result.tests.failures.map(({ name }) => name)).toEqual(['b', 'z']);
});

it('the load rule stands in the measurement alone, so that the result has the same bytes on any machine', () => {
  const quiet = reportWith();
  const slow = reportWith({
    evidence: { load: loadFigures({ memory: 50 }) },
    run: { isolation: 'portable', durationMs: 9000, startedAt: '2026-12-24T00:00:00.000Z' },
  });
  expect(slow.score.got).toBeLessThan(quiet.score.got);
  expect(canonicalResult(slow)).toBe(canonicalResult(quiet));
});
