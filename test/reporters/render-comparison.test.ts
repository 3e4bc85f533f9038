import { expect, it } from 'vitest';

import { compareReports } from '../../grader/report/compare-reports.ts';
import { renderComparison } from '../../grader/reporters/render-comparison.ts';
import { casesFailing, loadFigures, reportWith } from '../report/sample-report.ts';

const alice = reportWith();
const bob = reportWith({
  submission: { id: 'bob' },
  evidence: { rules: { status: 'measured', cases: casesFailing('S2') }, load: loadFigures({ memory: 5 }) },
});

function render(reports: Parameters<typeof compareReports>[0], width = 80): string {
  return renderComparison(compareReports(reports), { colorLevel: 0, width });
}

it('shows totals, gate, cap and every rule of both reports', () => {
  const table = render([alice, bob]);
  expect(table).toMatch(/^ {25}alice +bob$/m);
  expect(table).toMatch(/^ {2}Rules met +29 of 29 +27 of 29$/m);
  expect(table).toMatch(/^ {2}Points +80 of 80 +47 of 80$/m);
  expect(table).toMatch(/^ {2}Gate +passed +passed$/m);
  expect(table).toMatch(/^ {2}Cap +- +59 by S2$/m);
  expect(table).toMatch(/^ {2}S2 {2}Atomic claim +met +not met$/m);
  expect(table).toMatch(/^ {2}W2 {2}Load +met +not met, 8 of 10$/m);
  expect(table).not.toContain('not the totals');
});

it('goes on in a further table where the terminal is too narrow', () => {
  const heads = render([alice, bob, alice, bob]).match(/^ {2}Rules met/gm);
  expect(heads).toHaveLength(2);
  expect(render([alice, bob, alice, bob], 120).match(/^ {2}Rules met/gm)).toHaveLength(1);
});

it('warns of totals that do not measure the same thing', () => {
  expect(render([alice, reportWith({ run: { seed: 2 } })])).toContain('Compare the rules, not the totals.');
});
