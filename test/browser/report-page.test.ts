import { readFile } from 'node:fs/promises';
import path from 'node:path';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Audience, Report } from '../../grader/model/report.ts';
import { renderReport } from '../../grader/reporters/reporters.ts';
import { fullReport } from '../report/full-report.ts';
import { largeReport } from '../report/large-report.ts';
import { contextWith } from '../report/sample-report.ts';
import { reportSaying } from '../reporters/report-saying.ts';
import { attacks } from './attacks.ts';
import { findViolations, hasChromium, launchChromium, openPage } from './open-page.ts';

const page = (report: Report, audience: Audience = 'interviewer'): string =>
  renderReport(report, 'html', contextWith({ audience }));

/** Everything open, so that everything is looked at. */
const opened = (text: string): string => text.replaceAll('<details ', '<details open ');

describe.skipIf(!hasChromium)('the report in Chromium', { timeout: 600_000 }, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  }, 600_000);
  afterAll(() => browser.close());

  it.each([
    ['interviewer', { colorScheme: 'light' }],
    ['interviewer', { colorScheme: 'dark' }],
    ['interviewer', { width: 400 }],
    ['interviewer', { media: 'print' }],
    ['candidate', { colorScheme: 'light' }],
    ['auditor', { colorScheme: 'dark' }],
  ] as const)(
    'has no violation that axe knows of, asks for nothing and makes no noise: %s, %o',
    async (audience, view) => {
      const { page: shown, requests, noises } = await openPage(browser, opened(page(fullReport(), audience)), view);
      expect(await findViolations(shown)).toEqual([]);
      expect(requests).toEqual([]);
      expect(noises).toEqual([]);
      await shown.context().close();
    },
  );

  it('finds a violation where there is one', async () => {
    const spoilt = page(fullReport()).replace('<html lang="en">', '<html>');
    const { page: shown } = await openPage(browser, spoilt);
    expect((await findViolations(shown)).join()).toMatch(/^html-has-lang/);
    await shown.context().close();
  });

  it.each([400, 1100])('is nowhere wider than %i pixels', async (width) => {
    const { page: shown } = await openPage(browser, opened(page(fullReport())), { width });
    expect(await shown.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    await shown.context().close();
  });

  it('shows what broke, what to ask and the story of a rule without script, by keyboard alone', async () => {
    const { page: shown } = await openPage(browser, page(fullReport()), { javaScriptEnabled: false });
    const broken = shown.locator('.broken li').first();
    expect(await broken.innerText()).toMatch(/S2\s+Atomic claim[\s\S]*−5[\s\S]*Walk through two claims/);
    const story = shown.locator('#rule-S2 details summary');
    expect(await shown.locator('#rule-S2 svg').isVisible()).toBe(false);
    await story.focus();
    await shown.keyboard.press('Enter');
    expect(await shown.locator('#rule-S2 svg').isVisible()).toBe(true);
    expect(await shown.locator('#rule-S2 .steps li').count()).toBe(3);
    await shown.context().close();
  });

  it('keeps a large report below 500 kB', () => {
    expect(Buffer.byteLength(page(largeReport()))).toBeLessThan(500_000);
  });

  it('keeps hostile text inert: no element, no request, no dialog', async () => {
    for (const attack of attacks) {
      const { page: shown, requests, noises } = await openPage(browser, opened(page(reportSaying(attack))));
      expect(
        await shown.locator('script, img, iframe, link, base, object, form, input, [onerror], [onmouseover]').count(),
      ).toBe(0);
      expect(await shown.locator('style').count()).toBe(1);
      expect([requests, noises]).toEqual([[], []]);
      await shown.context().close();
    }
  });

  it('JUnit’s XML is well-formed, whatever stands in it', async () => {
    const { page: shown } = await openPage(browser, '<!doctype html><title>x</title>');
    for (const report of [fullReport(), ...attacks.map(reportSaying)]) {
      const xml = JSON.stringify(renderReport(report, 'junit', contextWith()));
      const script = `new DOMParser().parseFromString(${xml}, 'application/xml')`;
      expect(await shown.evaluate(`${script}.querySelectorAll('parsererror').length`)).toBe(0);
      expect(await shown.evaluate(`${script}.querySelectorAll('testcase').length`)).toBe(31);
    }
    expect(
      await shown.evaluate(
        `new DOMParser().parseFromString('<a>&</a>', 'application/xml').querySelectorAll('parsererror').length`,
      ),
    ).toBe(1);
    await shown.context().close();
  });
});

it('continuous integration installs the browser', async () => {
  const script = await readFile(path.resolve(import.meta.dirname, '../../.ci/run'), 'utf8');
  expect(script).toContain('chromium:chromium');
});
