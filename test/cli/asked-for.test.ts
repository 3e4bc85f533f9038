import fc from 'fast-check';
import { expect, test } from 'vitest';
import { unmetDemands } from '../../grader/cli/asked-for.ts';
import { casesFailing, reportWith } from '../report/sample-report.ts';

const report = reportWith({ evidence: { rules: { status: 'measured', cases: casesFailing('S2') } } });

const notMeasured = { status: 'not-measured', fault: 'not-asked', cause: 'left out' } as const;

test('a report that meets every demand falls short of nothing', () => {
  expect(unmetDemands({}, report)).toEqual({ below: [], unmeasured: [] });
  expect(unmetDemands({ min: report.score.got, require: ['S1', 'w2'] }, report)).toEqual({ below: [], unmeasured: [] });
});

test('each demand that is not met has its line', () => {
  const { got, outOf } = report.score;
  expect(unmetDemands({ min: 60, require: ['S1', 's2'] }, report).below).toEqual([
    `${got} of ${outOf} points (59.0 of 100), below --min 60`,
    'S2 is required and not met',
  ]);
  const all = { ...report, score: { ...report.score, got: 58, outOf: 100, cappedBy: null } };
  expect(unmetDemands({ min: 58.5 }, all).below).toEqual(['58 of 100 points, below --min 58.5']);
});

test('a rule that was not measured is no failure of the submission', () => {
  expect(unmetDemands({ require: ['W2'] }, reportWith({ evidence: { load: notMeasured } }))).toEqual({
    below: [],
    unmeasured: ['W2 is required and was not measured'],
  });
});

test('points that were not measured do not count against anybody', () => {
  const whole = reportWith({ evidence: { load: notMeasured } });
  expect(whole.score.got).toBe(whole.score.outOf);
  expect(whole.score.outOf).toBeLessThan(100);
  expect(unmetDemands({ min: 100 }, whole)).toEqual({ below: [], unmeasured: [] });
});

test('a total that a cap holds has as many points of 100 as the cap allows, whatever was measured', () => {
  const capped = { ...report, score: { ...report.score, got: 53, outOf: 90, cappedBy: { rule: 'S2', cap: 59 } } };
  expect(unmetDemands({ min: 59 }, capped).below).toEqual([]);
  expect(unmetDemands({ min: 60 }, capped).below).toEqual(['53 of 90 points (59.0 of 100), below --min 60']);
});

test('where nothing was measured nobody is below anything', () => {
  const empty = { ...report, score: { ...report.score, got: 0, outOf: 0, cappedBy: null } };
  expect(unmetDemands({ min: 60 }, empty)).toEqual({
    below: [],
    unmeasured: ['nothing was measured to hold against --min 60'],
  });
});

test('points of 100 are met exactly up to those that the report has', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 90 }), (min, got) => {
      const of90 = { ...report, score: { ...report.score, got, outOf: 90, cappedBy: null } };
      expect(unmetDemands({ min }, of90).below.length === 0).toBe(min * 90 <= got * 100);
    }),
  );
});
