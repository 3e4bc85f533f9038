import { expect, it } from 'vitest';

import type { Report } from '../../../grader/model/report.ts';
import { compareReports } from '../../../grader/report/comparison/compare-reports.ts';
import { renderComparisonHtml } from '../../../grader/reporters/comparison/render-comparison-html.ts';
import { renderComparison } from '../../../grader/reporters/comparison/render-comparison.ts';
import { renderRule } from '../../../grader/reporters/comparison/render-rule.ts';
import { casesFailing, loadFigures, reportWith } from '../../report/sample-report.ts';
import type { ReportParts } from '../../report/sample-report.ts';

function person(digit: string, parts: ReportParts = {}): Report {
  return reportWith({ ...parts, submission: { id: 'alice', treeHash: `sha256:${digit.repeat(64)}` } });
}

const alice = person('a');
const bob = person('b', {
  evidence: { rules: { status: 'measured', cases: casesFailing('S2') }, load: loadFigures({ memory: 5 }) },
});
const crowd = [...'0123456789'].map((digit) => person(digit));

function render(reports: readonly Report[], width = 100): string {
  const comparison = compareReports(reports, { seed: 1, names: new Map() });
  return renderComparison(comparison, { colorLevel: 0, width, html: 'x/comparison.html' });
}

function page(reports: readonly Report[]): string {
  return renderComparisonHtml(compareReports(reports, { seed: 1, names: new Map() }), 'Idempotent payments');
}

it('shows totals with their interval, gate, cap, own tests, load and every rule of both reports', () => {
  const table = render([alice, bob]);
  expect(table).toMatch(/^ {25}aaaaaaaa +bbbbbbbb$/m);
  expect(table).toMatch(/^ {2}Rules met +29 of 29 +27 of 29$/m);
  expect(table).toMatch(/^ {2}Points +80 of 80 +47 of 80$/m);
  expect(table).toMatch(/^ {2}Before caps +80 \(\d\d to 80\) +73 \(\d\d to \d\d\)$/m);
  expect(table).toMatch(/^ {2}Cap +none +59 by S2$/m);
  expect(table).toMatch(/^ {2}Gate +passed +passed$/m);
  expect(table).toMatch(/^ {2}Own tests +2 of 2 pass +2 of 2 pass$/m);
  expect(table).toMatch(/^ {2}Load: cost +1\.15 to 1\.32 × +1\.15 to 1\.32 ×$/m);
  expect(table).toMatch(/^ {2}S2 {2}Atomic claim +met +not met$/m);
  expect(table).toMatch(/^ {2}W2 {2}Load +met +not met, 8 of 10$/m);
  expect(table).toContain('x/comparison.html');
});

it('says how far apart points must be, that a cap is a decision, and that nothing is decided here', () => {
  const text = render([alice, bob]).replace(/\s+/g, ' ');
  expect(text).toMatch(/Do not order people closer than \d\d of 80 points\./);
  expect(text).toMatch(
    /aaaaaaaa has 33 points more than bbbbbbbb, give or take \d\d: the rules that differ say in what\./,
  );
  expect(text).toContain('A cap holds a total down because of one rule');
  expect(text).toContain('It ranks nobody and decides nothing');
});

it('says so where everybody is too close to be ordered', () => {
  const near = person('c', { evidence: { rules: { status: 'measured', cases: casesFailing('S9') } } });
  const text = render([alice, near]).replace(/\s+/g, ' ');
  expect(text).toContain('these points order nobody');
  expect(text).toMatch(/has 1 point more than cccccccc, give or take \d+: too close to order\./);
});

it('refuses to subtract totals that do not measure the same thing, in the terminal and on the page', () => {
  const unlike = [alice, person('b', { run: { kit: '0.2.0' } })];
  for (const text of [render(unlike), page(unlike)]) {
    expect(text.replace(/\s+/g, ' ')).toContain('Do not subtract totals across groups');
    expect(text).toContain('kit 0.2.0');
    expect(text).not.toContain('points more than');
    expect(text).not.toContain('Do not order people closer');
  }
  expect(render(unlike)).toMatch(/^ {2}Judged as +[AB] +[AB]$/m);
});

it('goes on in a further table where the terminal is too narrow', () => {
  expect(render([alice, bob, alice, bob], 60).match(/^ {2}Rules met/gm)).toHaveLength(2);
  expect(render([alice, bob, alice, bob], 120).match(/^ {2}Rules met/gm)).toHaveLength(1);
});

it('turns many reports into rows', () => {
  const text = render(crowd);
  expect(text).toMatch(/^ {2}00000000 +29 of 29 +80 of 80/m);
  expect(text).toMatch(/^ {12}Q1 +Q2 +S1/m);
  expect(text).toMatch(/^ {2}00000000 +met +met +met/m);
  expect(text).toContain('? (not measured)');
});

it('shows what was seen of one rule in every report', () => {
  const comparison = compareReports([alice, bob], { seed: 1, names: new Map() });
  const options = { colorLevel: 0, width: 80, html: null } as const;
  const text = renderRule(comparison, 'S2', options);
  expect(text).toMatch(/^ {2}bbbbbbbb +not met, 1 of 1 case failed$/m);
  expect(text).toMatch(/^ +suite\/the first case: S2 does not hold$/m);
  expect(renderRule(comparison, 'S99', options)).toBeNull();
});

it.each([
  ['few', [alice, bob]],
  ['many', [bob, ...crowd]],
])('leads from every verdict that has evidence to that evidence, for %s reports', (_, reports) => {
  const text = page(reports);
  const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  const ids = [...text.matchAll(/ id="(e-[^"]+)"/g)].map(([, id]) => id);
  expect(links.toSorted()).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
  expect(text).toContain('suite/the first case: S2 does not hold');
});

it('is a page without script or request', () => {
  const text = page([alice, bob]);
  expect(text).not.toMatch(/<script|<link|<img|src=|url\(|https?:/);
  expect(text).toContain('default-src &#39;none&#39;'.replaceAll('&#39;', "'"));
});
