import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Report } from '../../grader/model/report.ts';
import { cohortStatistics } from '../../grader/report/cohort/cohort-statistics.ts';
import { compareReports } from '../../grader/report/comparison/compare-reports.ts';
import type { Similarity } from '../../grader/report/similarity/similar-pairs.ts';
import { renderCohortHtml } from '../../grader/reporters/cohort/render-cohort-html.ts';
import { renderComparisonHtml } from '../../grader/reporters/comparison/render-comparison-html.ts';
import { person, quizTimesFour } from '../report/cohort/sample-cohort.ts';
import { fullReport } from '../report/full-report.ts';
import { casesFailing, reportWith } from '../report/sample-report.ts';
import type { ReportParts } from '../report/sample-report.ts';
import { reportSaying } from '../reporters/report-saying.ts';
import { attacks } from './attacks.ts';
import { findViolations, hasChromium, launchChromium, openPage } from './open-page.ts';

function graded(digit: string, parts: ReportParts = {}): Report {
  return reportWith({ ...parts, submission: { id: digit, treeHash: `sha256:${digit.repeat(64)}` } });
}

function comparisonPage(reports: readonly Report[], names: ReadonlyMap<string, string> = new Map()): string {
  return renderComparisonHtml(compareReports(reports, { seed: 1, names }), 'Idempotent payments');
}

function statisticsPage(word: string, places: number): string {
  const rules = Array.from({ length: 10 }, (_, index) => ({ id: `R${index}`, title: `${word} ${index}`, outOf: 1 }));
  const mutants = [{ id: word, title: word, status: 'killed' }] as const;
  const people = quizTimesFour().map((facts) => ({ ...facts, rules, mutants }));
  const stranger = person('stranger', '1', { likeness: 'other' });
  const pairs: Similarity['pairs'] = [
    {
      one: word,
      other: 'bob',
      common: 31,
      share: 0.75,
      places: Array.from({ length: places }, () => ({ one: `src/${word}.ts:1-9`, other: 'src/b.ts:4-12' })),
    },
  ];
  const statistics = cohortStatistics([...people, stranger], { broken: 2, invited: 60, cut: 70, seed: 1 });
  return renderCohortHtml(statistics, { submissions: 40, commonFrom: 10, pairs });
}

const lost = { rules: { status: 'measured', cases: casesFailing('S2', 'P6') } } as const;
const few = [fullReport(), graded('b'), graded('c', { evidence: lost })];
const crowd = [...'0123456789'].map((digit) => graded(digit, Number(digit) % 3 === 0 ? { evidence: lost } : {}));

const PAGES = {
  'a comparison of three': comparisonPage(few, new Map([['b', 'Beatrice Longname-Featherstonehaugh']])),
  'a comparison of unlike ones': comparisonPage([graded('b'), graded('c', { run: { kit: '0.2.0' } })]),
  'a comparison of a crowd': comparisonPage(crowd),
  statistics: statisticsPage('a bug that tests notice', 2),
};

describe.skipIf(!hasChromium)('wide pages in Chromium', { timeout: 600_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  }, 600_000);
  afterAll(() => browser.close());

  const views = [{ colorScheme: 'light' }, { colorScheme: 'dark' }, { width: 400 }, { media: 'print' }] as const;
  it.each(Object.entries(PAGES).flatMap(([name, text]) => views.map((view) => [name, view, text] as const)))(
    '%s has no violation that axe knows of, asks for nothing and is no wider than its window: %o',
    async (_name, view, text) => {
      const { page, requests, noises } = await openPage(browser, text, view);
      expect(await findViolations(page)).toEqual([]);
      expect([requests, noises]).toEqual([[], []]);
      const wide = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';
      expect(await page.evaluate(wide)).toBe(0);
      await page.context().close();
    },
  );

  it('a verdict leads to what was seen, without script, by keyboard alone', async () => {
    const { page } = await openPage(browser, PAGES['a comparison of three'], { javaScriptEnabled: false });
    const verdict = page.getByRole('link', { name: /^not met: S2, cccccccc/ });
    await verdict.focus();
    await page.keyboard.press('Enter');
    expect(new URL(page.url()).hash).toMatch(/^#e-\d+-\d+$/);
    expect(await page.locator(':target').innerText()).toContain('S2 does not hold');
    await page.context().close();
  });

  it('a table that is wider than the window moves by keyboard', async () => {
    const { page } = await openPage(browser, PAGES['a comparison of a crowd'], {
      width: 400,
      javaScriptEnabled: false,
    });
    await page.locator('.scroll').last().focus();
    await page.keyboard.press('ArrowRight');
    const moved = `[...document.querySelectorAll('.scroll')].at(-1).scrollLeft`;
    await expect.poll(() => page.evaluate(moved)).toBeGreaterThan(0);
    await page.context().close();
  });

  it.each(attacks)('stays inert with %j in every place', async (attack) => {
    const comparison = comparisonPage([reportSaying(attack), graded('b')], new Map([[attack, attack]]));
    for (const shown of [comparison, statisticsPage(attack, 1)]) {
      const { page, requests, noises } = await openPage(browser, shown);
      expect(await page.locator('script, img, iframe, link, base, object, form, input, [onerror]').count()).toBe(0);
      expect(await page.locator('style').count()).toBe(1);
      expect([requests, noises]).toEqual([[], []]);
      await page.context().close();
    }
  });
});
