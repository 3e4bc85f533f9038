import fc from 'fast-check';
import { expect, it } from 'vitest';

import { findContradictions } from '../../grader/report/find-contradictions.ts';
import { fullReport } from './full-report.ts';
import { casesFailing, challenge, loadFigures, reportWith } from './sample-report.ts';

it('finds none in a report of ours, whatever was met, capped or not measured', () => {
  const ids = challenge.rules.filter(({ check }) => check === 'rules').map(({ id }) => id);
  fc.assert(
    fc.property(
      fc.subarray(ids),
      fc.double({ min: 0.1, max: 20, noNaN: true }),
      fc.boolean(),
      (failing, memory, kit) => {
        const lost = { status: 'not-measured', fault: 'kit', cause: 'lost' } as const;
        const report = reportWith({
          evidence: {
            rules: { status: 'measured', cases: casesFailing(...failing) },
            load: loadFigures({ memory }),
            ...(kit ? { types: lost } : {}),
          },
        });
        expect(findContradictions(report)).toEqual([]);
      },
    ),
  );
});

it('finds a total, a count or a verdict that was changed alone', () => {
  const report = fullReport();
  const better = { ...report, score: { ...report.score, got: report.score.got + 1 } };
  expect(findContradictions(better)).toEqual(['score.got is 48, but the rules add up to 47']);
  const more = { ...report, score: { ...report.score, rulesMet: 29 } };
  expect(findContradictions(more)).toEqual(['score.rulesMet is 29, but 23 rules are met']);
  const rules = report.result.rules.map((rule) => (rule.id === 'P6' ? { ...rule, verdict: 'met' as const } : rule));
  expect(findContradictions({ ...report, result: { ...report.result, rules } })).toEqual([
    'score.rulesMet is 23, but 24 rules are met',
  ]);
  const points = { ...report.result.points, outOf: 100 };
  expect(findContradictions({ ...report, result: { ...report.result, points } })).toHaveLength(1);
});
