import { expect, it } from 'vitest';

import { excerptSources } from '../../grader/report/excerpt-sources.ts';
import { aFinding, reportWith } from './sample-report.ts';

const numbered = (count: number): string => Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n');

function excerpt(lines: readonly number[], text: string) {
  const findings = lines.map((line) => aFinding({ file: 'src/a.ts', line }));
  return excerptSources(findings, new Map([['src/a.ts', text]])).map((each) => ({
    from: each.firstLine,
    lines: each.lines.length,
    first: each.lines[0],
  }));
}

it('holds two lines before and after each finding, within the file', () => {
  expect(excerpt([1, 20], numbered(21))).toEqual([
    { from: 1, lines: 3, first: 'line 1' },
    { from: 18, lines: 4, first: 'line 18' },
  ]);
});

it('joins stretches that meet and keeps those apart that do not', () => {
  expect(excerpt([3, 8], numbered(40))).toEqual([{ from: 1, lines: 10, first: 'line 1' }]);
  expect(excerpt([3, 9], numbered(40)).map(({ from }) => from)).toEqual([1, 7]);
});

it('counts lines as the compiler does, and passes over a place that is not there', () => {
  expect(excerpt([3], 'a\r\nb\u2028c\rd\ne')).toEqual([{ from: 1, lines: 5, first: 'a' }]);
  expect(excerpt([99], 'a')).toEqual([]);
});

it('is printable, keeps its indentation and is capped', () => {
  const [first] = excerptSources(
    [aFinding({ file: 'src/a.ts', line: 1 })],
    new Map([['src/a.ts', `\t\tlet x\u202e;\n${'y'.repeat(9000)}`]]),
  );
  expect(first?.lines[0]).toBe('    let x\\u{202e};');
  expect(first?.lines[1]).toHaveLength(160);
  const everywhere = Array.from({ length: 900 }, (_, index) => index + 1);
  expect(excerpt(everywhere, numbered(900))).toEqual([{ from: 1, lines: 300, first: 'line 1' }]);
});

it('is part of the report, for the files that have findings', () => {
  const { result } = reportWith({
    evidence: { patterns: { status: 'measured', findings: [aFinding({ file: 'src/b.ts', line: 2 })] } },
    sources: { 'src/a.ts': 'a', 'src/b.ts': 'b\nb2' },
  });
  expect(result.sources).toEqual([{ file: 'src/b.ts', firstLine: 1, lines: ['b', 'b2'] }]);
});
