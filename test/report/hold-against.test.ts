import { expect, test } from 'vitest';
import type { Report } from '../../grader/model/report.ts';
import { holdAgainst } from '../../grader/report/hold-against.ts';
import { reportWith } from './sample-report.ts';

const report = reportWith();

function against(again: Report) {
  return holdAgainst({ report, document: report }, again);
}

/** The same grading with another verdict on its first rule. */
function withFirstRule(verdict: Report['result']['rules'][number]['verdict']): Report {
  const [first = expect.unreachable(), ...others] = report.result.rules;
  const changed = { ...first, verdict, evidence: [{ case: null, message: 'a reason', story: null, replay: null }] };
  return { ...report, result: { ...report.result, rules: [changed, ...others] } };
}

test('the same result is the same, whatever the hand-in is called now', () => {
  const { submission } = report.result;
  expect(against(report)).toMatchObject({ same: true });
  expect(against({ ...report, result: { ...report.result, submission: { ...submission, id: 'x' } } }).same).toBe(true);
});

test('another result is told by its first difference', () => {
  const [first] = report.result.rules;
  const { same, text } = against(withFirstRule(first?.verdict === 'met' ? 'not-met' : 'met'));
  expect(same).toBe(false);
  expect(text).toMatch(/^result\.rules\[0\]\.\S+ is .* in the report and .* when derived again$/u);
});

test('what this machine could not measure says nothing of the report', () => {
  const { same, text } = against(withFirstRule('not-measured'));
  expect(same).toBeNull();
  expect(text).toMatch(/^not derived: \w+ was not measured here \(a reason\); audit it again/u);
});

test('a fault of the kit is no difference, but an error', () => {
  const again = { ...withFirstRule('not-measured'), run: { ...report.run, faults: ['rules: a judge crashed'] } };
  expect(() => against(again)).toThrow('deriving again failed: rules: a judge crashed');
});
