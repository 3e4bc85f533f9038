import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unmetDemands } from '../../grader/cli/asked-for.ts';
import { casesFailing, reportWith } from '../report/sample-report.ts';

const report = reportWith({ evidence: { rules: { status: 'measured', cases: casesFailing('S2') } } });

test('a report that meets every demand falls short of nothing', () => {
  expect(unmetDemands({}, report)).toEqual([]);
  expect(unmetDemands({ min: report.score.got, require: ['S1', 'W2'] }, report)).toEqual([]);
});

test('each demand that is not met has its line', () => {
  const { got, outOf } = report.score;
  expect(unmetDemands({ min: got + 0.5, require: ['S1', 'S2'] }, report)).toEqual([
    `${got} of ${outOf} points, below --min ${got + 0.5}`,
    'S2 is required and not-met',
  ]);
});

test('a rule that was not measured is not met', () => {
  const load = { status: 'not-measured', fault: 'machine', cause: 'too noisy' } as const;
  expect(unmetDemands({ require: ['W2'] }, reportWith({ evidence: { load } }))).toEqual([
    'W2 is required and not-measured',
  ]);
});

test('points are met exactly up to the points that the report has', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), (min) => {
      expect(unmetDemands({ min }, report).length === 0).toBe(min <= report.score.got);
    }),
  );
});
