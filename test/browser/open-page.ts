import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

import { chromium } from 'playwright-core';
import type { Browser, Page } from 'playwright-core';
import { z } from 'zod';

/** Debian's; another one can be named. */
export const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** Without a browser these tests say nothing; continuous integration installs one. */
export const hasChromium = existsSync(CHROMIUM);

export function launchChromium(): Promise<Browser> {
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking'];
  const still = ['--disable-component-update', '--disable-sync', '--disable-gpu'];
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--headless', ...quiet, ...still] });
}

export interface View {
  readonly colorScheme?: 'light' | 'dark';
  readonly media?: 'screen' | 'print';
  readonly width?: number;
  readonly javaScriptEnabled?: boolean;
}

/** What a page asked for, beside itself, and what it did. */
export interface Opened {
  readonly page: Page;
  readonly requests: readonly string[];
  /** Dialogs, errors and whatever the console says, broken policies among it. */
  readonly noises: readonly string[];
}

/** Opens the text as a file would be opened, in a context of its own. */
export async function openPage(browser: Browser, text: string, view: View = {}): Promise<Opened> {
  const { colorScheme = 'light', media = 'screen', width = 1100, javaScriptEnabled = true } = view;
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme,
    javaScriptEnabled,
    bypassCSP: true,
  });
  const page = await context.newPage();
  const requests: string[] = [];
  const noises: string[] = [];
  const address = 'http://report.invalid/report.html';
  await page.route('**', (route) => {
    if (route.request().url() === address)
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: text });
    requests.push(route.request().url());
    return route.abort();
  });
  page.on('dialog', (dialog) => {
    noises.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => noises.push(error.message));
  page.on('console', (message) => noises.push(message.text()));
  await page.emulateMedia({ media });
  await page.goto(address, { waitUntil: 'load' });
  return { page, requests, noises };
}

const violations = z.array(
  z.object({ id: z.string(), nodes: z.array(z.object({ html: z.string(), failureSummary: z.string() })) }),
);

/** What axe finds wrong with the page as it stands, one line each. */
export async function findViolations(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  const found: unknown = await page.evaluate('axe.run(document).then(({ violations }) => violations)');
  return violations
    .parse(found)
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`));
}
