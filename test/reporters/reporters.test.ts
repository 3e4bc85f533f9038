import { stripVTControlCharacters } from 'node:util';

import { describe, expect, it } from 'vitest';

import { parseReport } from '../../grader/report/parse-report.ts';
import { renderReport } from '../../grader/reporters/reporters.ts';
import { displayWidth } from '../../grader/reporters/terminal/wrap-text.ts';
import { fullReport } from '../report/full-report.ts';
import { aFinding, anOwnTest, casesFailing, contextWith, reportWith } from '../report/sample-report.ts';

const mixed = reportWith({
  submission: { id: 'bob', notes: [{ kind: 'given-file-changed', path: 'src/contract.ts', message: 'was edited' }] },
  evidence: {
    patterns: { status: 'measured', findings: Array.from({ length: 13 }, (_, line) => aFinding({ line })) },
    rules: { status: 'measured', cases: casesFailing('S2', 'P6') },
    tests: {
      status: 'measured',
      tests: [anOwnTest(), anOwnTest({ name: 'p.test.ts > retries', status: 'failed', message: 'expected 2 to be 3' })],
      problems: [],
      suite: null,
    },
  },
});

const terminal = (width = 80) => renderReport(mixed, 'terminal', contextWith({ width }));

describe('the terminal report', () => {
  it('opens with rules and points, then the gate, the cap and what was not measured', () => {
    const order = [
      '26 of 29 rules met, 47 of 80 points',
      'Gate failed:',
      '13 banned patterns, first: src/payment-processor.ts:0:8 no-any',
      'S2 is not met, which limits the total to 59 of 100, here 47 of 80.',
      'Not measured, and left out of the totals: T1 (20 points).',
    ].map((text) => terminal(100).indexOf(text));
    expect(order).not.toContain(-1);
    expect(order).toEqual(order.toSorted((a, b) => a - b));
  });

  it.each(['terminal', 'markdown', 'html'] as const)('as %s says which files nobody has begun', (format) => {
    const lines = { lines: 9, linesAdded: 0, linesRemoved: 0 };
    const changes = [
      { path: 'src/idempotency-store.ts', status: 'changed', ...lines },
      { path: 'src/payment-processor.ts', status: 'unchanged', ...lines },
      { path: 'tests/store-claims.test.ts', status: 'unchanged', ...lines },
    ] as const;
    const text = renderReport(reportWith({ submission: { changes } }), format, contextWith({ width: 100 }));
    expect(text.replaceAll('\\', '')).toContain('As the skeleton has it, unchanged: src/payment-processor.ts.');
    expect(renderReport(mixed, format, contextWith())).not.toContain('As the skeleton has');
  });

  it('says of each rule that is not met what happened', () => {
    expect(terminal()).toContain('S2   Atomic claim, 0 of 5 points, 1 of 1 case failed, limits the total to 59');
    expect(terminal()).toContain('suite/the first case: S2 does not hold');
    expect(terminal()).toContain('P6   Retry, 0 of 4 points');
  });

  it('lists the first ten findings and counts the rest', () => {
    expect(terminal().match(/payment-processor\.ts:\d+:8 no-any \(gate\)/g)).toHaveLength(10);
    expect(terminal()).toContain('+ 3 more in report.json');
  });

  it('tells how the own tests went, what was handed in oddly, and what to do next', () => {
    expect(terminal()).toContain('1 of 2 own tests pass on the own solution.');
    expect(terminal()).toContain('- p.test.ts > retries');
    expect(terminal()).toContain('- src/contract.ts: was edited');
    expect(terminal()).toContain('Open       reports/alice/report.html');
    expect(terminal()).toMatch(/Ask first {2}Walk through two claims/);
  });

  it('heads the bugs that no test catches', () => {
    const text = renderReport(fullReport(), 'terminal', contextWith());
    expect(text).toContain('Bugs that no test catches:\n  - re-claims under a new id (missed)\n');
    expect(text).toContain('  - retries for ever (missed, only computed for too long)\n');
  });

  it.each([40, 80, 100, 200])('keeps within %i columns', (width) => {
    const lines = terminal(width).split('\n');
    expect(Math.max(...lines.map(displayWidth))).toBeLessThanOrEqual(Math.min(width, 100));
    expect(lines.every((line) => line === line.trimEnd())).toBe(true);
  });

  it('says the same with and without colour', () => {
    const colored = renderReport(mixed, 'terminal', contextWith({ colorLevel: 1 }));
    expect(colored).not.toBe(terminal());
    const unpadded = stripVTControlCharacters(colored).replace(/ +$/gm, '');
    expect(unpadded).toBe(terminal());
  });

  it('shows faults of the kit apart from the submission’s', () => {
    const faulty = reportWith({ run: { faults: ['types: the compiler was lost'] } });
    expect(renderReport(faulty, 'terminal', contextWith())).toContain(
      'Faults of the kit\n  - types: the compiler was lost',
    );
  });
});

describe('the JSON report', () => {
  it('reads back as the report', () => {
    expect(parseReport(renderReport(mixed, 'json', contextWith()), 'x')).toEqual(mixed);
  });
});

describe('the HTML report', () => {
  const page = renderReport(mixed, 'html', contextWith());

  it('loads nothing and runs nothing', () => {
    expect(page).toContain(
      `content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/<script|<img|<link|<iframe|url\(|@import|\bsrc=|\son\w+=/i);
    expect([...page.matchAll(/href="([^"]*)"/g)].every(([, target]) => target?.startsWith('#'))).toBe(true);
  });

  it('has every id once, and every link leads to one', () => {
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of page.matchAll(/(?:href="#|aria-labelledby=")([^"]*)"/g)) expect(ids).toContain(target);
  });

  it('has a verdict in words for every rule, and the questions to ask', () => {
    expect(page.match(/<details class="line">/g)).toHaveLength(30);
    expect(page.match(/class="verdict met">met</g)).toHaveLength(26);
    expect(page.match(/class="verdict not-met">not met</g)).toHaveLength(6);
    expect(page.match(/class="verdict not-measured">not measured</g)).toHaveLength(1);
    expect(page).toContain('Walk through two claims of one key');
  });

  it('has one first heading, landmarks, and a caption for each table', () => {
    expect(page.match(/<h1>/g)).toHaveLength(1);
    for (const landmark of ['<header>', '<nav aria-label="Sections">', '<main>', '<footer>'])
      expect(page).toContain(landmark);
    expect(page.match(/<table/g)?.length).toBe(page.match(/<caption/g)?.length);
  });

  it('leaves out what there is nothing to say about', () => {
    const flawless = renderReport(reportWith(), 'html', contextWith());
    expect(flawless).not.toContain('id="not-met"');
    expect(flawless).not.toContain('href="#not-met"');
    expect(flawless).not.toContain('id="findings"');
  });
});

it('a report can be rendered without the texts of its challenge', () => {
  const context = contextWith({
    challenge: { title: 'Gone', parts: [], rules: [] },
    paths: { html: null, json: null },
  });
  expect(renderReport(mixed, 'terminal', context)).toContain('26 of 29 rules met');
  expect(renderReport(mixed, 'html', context)).toContain('<h3>store</h3>');
});
