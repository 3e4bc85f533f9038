import { describe, expect, it } from 'vitest';

import type { Report } from '../../grader/model/report.ts';
import { compareReports } from '../../grader/report/comparison/compare-reports.ts';
import { parseReport } from '../../grader/report/parse-report.ts';
import { renderComparisonHtml } from '../../grader/reporters/comparison/render-comparison-html.ts';
import { renderComparison } from '../../grader/reporters/comparison/render-comparison.ts';
import { renderRule } from '../../grader/reporters/comparison/render-rule.ts';
import { FORMATS } from '../../grader/reporters/formats.ts';
import { renderReport } from '../../grader/reporters/reporters.ts';
import { displayWidth } from '../../grader/reporters/terminal/wrap-text.ts';
import { contextWith, reportWith } from '../report/sample-report.ts';
import { reportSaying } from './report-saying.ts';
import { sarifLog } from './schemas/sarif.ts';

const attacks = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' style='position:fixed' onmouseover='x",
  '</style><style>*{display:none}',
  '</title><base href="https://example.org/">',
  ']]> <![CDATA[',
  '&lt;b&gt; &amp; <!--',
  '\u001b[2J\u001b]8;;https://example.org\u0007link\u001b]8;;\u0007',
  '\u009b31m\rGate passed.\n  29 of 29 rules met\u0008\u0008',
  'txt\u202egpj.exe\u2066 \u061c\u200f',
  `=HYPERLINK("https://example.org")`,
  `@SUM(1)|'/C calc'!A0`,
  `Z${'\u0301'.repeat(200)}`,
  '支払い'.repeat(60),
  'x'.repeat(3000),
  '::error file=x::boo',
  '::stop-commands::x',
  '``` `` ` ~~~ [a](javascript:alert(1)) @team #1 | --- |',
  'javascript:alert(1)//%0a%0d::set-output',
  '+1-1,=1",=2',
] as const;

const INVISIBLE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u;

/** Markdown without its code spans, in which nothing is markup (CommonMark 6.1: a span ends at a run of as many backticks). */
function outsideOfSpans(text: string): string {
  return text.replace(/(?<![`\\])(`+)(?!`)(?:[^`]|(?!(?<!`)\1(?!`))`)*(?<!`)\1(?!`)/g, '');
}

/** The commands that the runner takes, by name: it trims lines, and stops at the word that `stop-commands` names. */
function commandsTaken(output: string): readonly string[] {
  const taken: string[] = [];
  let stopped: string | null = null;
  for (const line of output.split('\n').map((text) => text.trim())) {
    const [, name, data = ''] = /^::([^ :]+)[^:]*::(.*)$/.exec(line) ?? [];
    if (stopped !== null && line === `::${stopped}::`) stopped = null;
    else if (name !== undefined && stopped === null) taken.push(name);
    if (name === 'stop-commands' && stopped === null) stopped = data;
  }
  return taken;
}

/** The cells of a table as RFC 4180 has them. */
function cellsOf(csv: string): readonly string[] {
  return [...csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(?:,|\r\n)/g)].map(
    ([, quoted, plain = '']) => quoted?.replaceAll('""', '"') ?? plain,
  );
}

/** The markup without its texts and values: what a browser takes for elements and attributes. */
function tagsOf(page: string): readonly string[] {
  const tags = (page.match(/<[^>]*>/g) ?? []).filter(
    // The candidate's code comes in spans for its colours, by what it says.
    (tag) => !/^<(?:span class="hljs-[a-z_ -]+"|\/span)>$/.test(tag),
  );
  return tags.map((tag) => tag.replace(/"[^"]*"/g, '""'));
}

describe.each(attacks)('the string %j', (text) => {
  const report = reportSaying(text);

  it('cannot steer a terminal or its text direction', () => {
    const shown = renderReport(report, 'terminal', contextWith());
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(Math.max(...shown.split('\n').map(displayWidth))).toBeLessThanOrEqual(80);
  });

  it('cannot start a line of the terminal report', () => {
    const lines = renderReport(report, 'terminal', contextWith()).split('\n');
    expect(lines.filter((line) => /^ {2}\d+ of \d+ rules met/.test(line))).toHaveLength(1);
  });

  it('adds no markup to the page', () => {
    expect(tagsOf(renderReport(report, 'html', contextWith()))).toEqual(
      tagsOf(renderReport(reportSaying('harmless'), 'html', contextWith())),
    );
  });

  it('leaves nothing invisible in the page', () => {
    expect(renderReport(report, 'html', contextWith())).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u,
    );
  });

  it('survives in the JSON report as data, with nothing invisible', () => {
    const json = renderReport(report, 'json', contextWith());
    expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(parseReport(json, 'x')).toEqual(report);
  });

  it.each(FORMATS)('leaves nothing invisible in %s', (format) => {
    const shown = renderReport(report, format, contextWith());
    expect(format === 'csv' ? shown.replaceAll('\r\n', '\n') : shown).not.toMatch(INVISIBLE);
  });

  it('adds no element to JUnit’s XML and ends none', () => {
    const xml = renderReport(report, 'junit', contextWith());
    expect(tagsOf(xml)).toEqual(tagsOf(renderReport(reportSaying('harmless'), 'junit', contextWith())));
    expect(xml).not.toContain(']]>');
    expect(xml.replace(/&(?:amp|lt|gt|quot|apos);/g, '')).not.toContain('&');
  });

  it('adds no markup to Markdown', () => {
    const bare = (of: Report) => outsideOfSpans(renderReport(of, 'markdown', contextWith()));
    expect(bare(report)).toBe(bare(reportSaying('harmless')));
  });

  it('gives GitHub’s runner no command while it takes any', () => {
    expect(commandsTaken(renderReport(report, 'github', contextWith()))).toEqual(
      commandsTaken(renderReport(reportSaying('harmless'), 'github', contextWith())),
    );
  });

  it('is no formula in a spreadsheet', () => {
    const cells = cellsOf(renderReport(report, 'csv', contextWith()));
    expect(cells.length % 13).toBe(0);
    expect(cells.filter((cell) => /^\s*[=+\-@|%]/.test(cell))).toEqual([]);
  });

  it.each(['sarif', 'ctrf', 'gradescope', 'exercism', 'mutation'] as const)('survives in %s as data', (format) => {
    expect(() => JSON.parse(renderReport(report, format, contextWith()))).not.toThrow();
  });

  it('is a relative place in SARIF, whatever the file is called', () => {
    expect(() => sarifLog.parse(JSON.parse(renderReport(report, 'sarif', contextWith())))).not.toThrow();
  });

  it('stays in its place of a comparison', () => {
    const comparison = compareReports([report, reportWith()], { seed: 1, names: new Map([[text, text]]) });
    const options = { colorLevel: 0, width: 80, html: null } as const;
    for (const shown of [renderComparison(comparison, options), renderRule(comparison, 'S2', options) ?? '']) {
      expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u);
      expect(Math.max(...shown.split('\n').map(displayWidth))).toBeLessThanOrEqual(80);
    }
  });

  it('adds no markup to the page of a comparison', () => {
    const pageOf = (said: string): string => {
      const other = reportWith({ submission: { treeHash: `sha256:${'0'.repeat(64)}` } });
      const names = new Map([[said, said]]);
      return renderComparisonHtml(compareReports([reportSaying(said), other], { seed: 1, names }), 'Payments');
    };
    const shape = (page: string): readonly string[] =>
      tagsOf(page).map((tag) => tag.replace(/ aria-label="[^"]*"/, ''));
    expect(shape(pageOf(text))).toEqual(shape(pageOf('harmless')));
    expect(pageOf(text)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u);
  });
});
