import { describe, expect, it } from 'vitest';

import type { Report } from '../../grader/model/report.ts';
import { compareReports } from '../../grader/report/compare-reports.ts';
import { parseReport } from '../../grader/report/parse-report.ts';
import { renderComparison } from '../../grader/reporters/render-comparison.ts';
import { reporters } from '../../grader/reporters/reporters.ts';
import { displayWidth } from '../../grader/reporters/terminal/wrap-text.ts';
import {
  aCase,
  aFinding,
  anOwnTest,
  casesFailing,
  contextWith,
  loadFigures,
  reportWith,
} from '../report/sample-report.ts';

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
] as const;

/** A report with the text in every place that a candidate's string can reach. */
function reportSaying(text: string): Report {
  return reportWith({
    submission: { id: text, notes: [{ kind: 'skipped', path: text, message: text }] },
    evidence: {
      types: { status: 'measured', findings: [aFinding({ rule: 'types', file: text, message: text })] },
      patterns: { status: 'measured', findings: [aFinding({ rule: text, file: text, message: text })] },
      rules: {
        status: 'measured',
        cases: [...casesFailing('P1'), { ...aCase('S2', 'failed', text), message: text }],
      },
      tests: {
        status: 'measured',
        tests: [anOwnTest({ name: text, status: 'failed', message: text })],
        problems: [text],
      },
      load: loadFigures({ problem: text }),
    },
    run: { faults: [text] },
  });
}

/** The markup without its texts: what a browser takes for elements. */
function tagsOf(page: string): readonly string[] {
  return page.match(/<[^>]*>/g) ?? [];
}

describe.each(attacks)('the string %j', (text) => {
  const report = reportSaying(text);

  it('cannot steer a terminal or its text direction', () => {
    const shown = reporters.terminal(report, contextWith());
    expect(shown).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(Math.max(...shown.split('\n').map(displayWidth))).toBeLessThanOrEqual(80);
  });

  it('cannot start a line of the terminal report', () => {
    const lines = reporters.terminal(report, contextWith()).split('\n');
    expect(lines.filter((line) => /^ {2}\d+ of \d+ rules met/.test(line))).toHaveLength(1);
  });

  it('adds no markup to the page', () => {
    expect(tagsOf(reporters.html(report, contextWith()))).toEqual(
      tagsOf(reporters.html(reportSaying('harmless'), contextWith())),
    );
  });

  it('leaves nothing invisible in the page', () => {
    expect(reporters.html(report, contextWith())).not.toMatch(
      /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u,
    );
  });

  it('survives in the JSON report as data, with nothing invisible', () => {
    const json = reporters.json(report, contextWith());
    expect(json).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(parseReport(json, 'x')).toEqual(report);
  });

  it('stays in its column of a comparison', () => {
    const table = renderComparison(compareReports([report, reportWith()]), { colorLevel: 0, width: 80 });
    expect(table).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(Math.max(...table.split('\n').map(displayWidth))).toBeLessThanOrEqual(80);
  });
});
