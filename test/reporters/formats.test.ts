import { describe, expect, it } from 'vitest';

import type { Report } from '../../grader/model/report.ts';
import type { Format } from '../../grader/reporters/formats.ts';
import { csvCell } from '../../grader/reporters/render-csv.ts';
import { codeSpan, markdownText } from '../../grader/reporters/render-markdown.ts';
import { renderReport } from '../../grader/reporters/reporters.ts';
import { fullReport } from '../report/full-report.ts';
import { contextWith, reportWith } from '../report/sample-report.ts';
import { ctrfReport } from './schemas/ctrf.ts';
import { exercismResults, gradescopeResults } from './schemas/graders.ts';
import { mutationReport } from './schemas/mutation.ts';
import { sarifLog } from './schemas/sarif.ts';

const full = fullReport();
const flawless = reportWith();
const nothing = reportWith({
  evidence: {
    types: { status: 'not-measured', fault: 'kit', cause: 'lost' },
    patterns: { status: 'not-measured', fault: 'kit', cause: 'lost' },
    rules: { status: 'not-measured', fault: 'kit', cause: 'lost' },
    load: { status: 'not-measured', fault: 'not-asked', cause: 'left out' },
  },
});

const render = (format: Format, report: Report = full): string => renderReport(report, format, contextWith());
const json = (format: Format, report: Report = full): unknown => JSON.parse(render(format, report));

it.each([
  ['of all kinds', full],
  ['flawless', flawless],
  ['of nothing measured', nothing],
] as const)('a report %s keeps to every schema', (_, report) => {
  sarifLog.parse(json('sarif', report));
  ctrfReport.parse(json('ctrf', report));
  gradescopeResults.parse(json('gradescope', report));
  exercismResults.parse(json('exercism', report));
});

describe('SARIF', () => {
  const [run] = sarifLog.parse(json('sarif')).runs;

  it('has a result for each finding, at its place, with its line', () => {
    expect(run?.results.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual([
      'no-any error',
      'no-assertion warning',
      'types error',
    ]);
    expect(run?.results[0]?.locations[0]?.physicalLocation).toEqual({
      artifactLocation: { uri: 'src/payment-processor.ts' },
      region: {
        startLine: 3,
        startColumn: 8,
        snippet: { text: 'export function createPaymentProcessor(store: any, provider: any) {' },
      },
    });
  });

  it('refers to its rules by their places, and says that the kit failed', () => {
    for (const { ruleId, ruleIndex } of run?.results ?? []) {
      expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
    }
    expect(run?.invocations[0]?.executionSuccessful).toBe(false);
    expect(sarifLog.parse(json('sarif', flawless)).runs[0]?.invocations[0]?.executionSuccessful).toBe(true);
  });
});

describe('CTRF', () => {
  it('counts every rule once, in the units of the format', () => {
    const { summary, tests } = ctrfReport.parse(json('ctrf')).results;
    expect(summary).toMatchObject({ tests: 30, passed: 23, failed: 6, other: 1, skipped: 0, pending: 0 });
    expect(summary.stop - summary.start).toBe(3120);
    expect(new Date(summary.start).toISOString()).toBe('2026-11-23T12:00:00.000Z');
    expect(tests.find(({ name }) => name === 'S2 Atomic claim')).toMatchObject({
      status: 'failed',
      rawStatus: 'not met',
      suite: ['The store'],
      message: [
        '2 of 3 cases failed',
        'suite/the first case: S2 does not hold',
        'Again: grade explain <report> S2 --replay <submission>',
        'suite/another case: S2 does not hold',
      ].join('\n'),
    });
  });
});

describe('Gradescope', () => {
  const { score, tests, ...rest } = gradescopeResults.parse(json('gradescope'));

  it('has the total with its cap, and points for each rule that was measured', () => {
    expect(score).toBe(full.score.got);
    expect(tests.find(({ number }) => number === 'S2')).toMatchObject({ score: 0, max_score: 5, status: 'failed' });
    expect(tests.reduce((sum, test) => sum + test.max_score, 0)).toBe(full.score.outOf);
    const unmeasured = tests.find(({ number }) => number === 'T1');
    expect(unmeasured).toMatchObject({ score: 0, max_score: 0 });
    expect(unmeasured).not.toHaveProperty('status');
  });

  it('stays hidden from students unless it is the candidate’s', () => {
    expect([rest.visibility, ...tests.map(({ visibility }) => visibility)]).not.toContain('visible');
    const open = renderReport(full, 'gradescope', contextWith({ audience: 'candidate' }));
    expect(gradescopeResults.parse(JSON.parse(open)).visibility).toBe('visible');
  });
});

describe('Exercism', () => {
  it('shows the candidate’s view, links rules to their part, and leaves out what was not measured', () => {
    const { status, tests } = exercismResults.parse(json('exercism'));
    expect(status).toBe('fail');
    expect(tests).toHaveLength(29);
    expect(tests.find(({ name }) => name === 'S2 Atomic claim')).toEqual({
      name: 'S2 Atomic claim',
      status: 'fail',
      message: 'What is asked: However many claims of one key overlap, exactly one of them gets it.',
      task_id: 2,
    });
  });

  it('is a pass when all is met and an error when nothing was measured', () => {
    expect(exercismResults.parse(json('exercism', flawless)).status).toBe('pass');
    expect(exercismResults.parse(json('exercism', nothing)).message).toMatch(/^Not measured, and left out/);
  });
});

describe('JUnit', () => {
  it('has a suite for each part and a case for each rule and for the gate, with counts that agree', () => {
    const xml = render('junit');
    expect(xml).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="bob: .*" tests="31" failures="7" errors="0">\n/,
    );
    expect(xml.match(/<testcase /g)).toHaveLength(31);
    expect(xml.match(/<failure /g)).toHaveLength(7);
    expect(xml.match(/<skipped /g)).toHaveLength(1);
    expect(xml).toContain('<testcase name="S2 Atomic claim" classname="idempotent-payments.store">');
  });

  it('holds no failure of a flawless submission', () => {
    expect(render('junit', flawless)).not.toContain('<failure');
  });
});

describe('CSV', () => {
  it('has a line for each rule and as many cells in each', () => {
    const lines = render('csv').split('\r\n');
    expect(lines).toHaveLength(32);
    expect(lines.at(-1)).toBe('');
    expect(lines[0]?.split(',')).toHaveLength(13);
    expect(lines).toContain(
      `bob,idempotent-payments,1.0.0,store,S2,Atomic claim,not met,0,5,3,2,suite/the first case: S2 does not hold,${full.result.submission.treeHash}`,
    );
  });

  it('leaves the cells empty that a candidate may not see', () => {
    const text = renderReport(full, 'csv', contextWith({ audience: 'candidate' }));
    expect(text).toContain(',S2,Atomic claim,not met,0,5,,,');
  });

  it.each([
    ['=1+2', '"\'=1+2"'],
    ['@SUM(1)', '"\'@SUM(1)"'],
    [' -2', '"\' -2"'],
    ['"=1"', '"\'""=1"""'],
    ['a,b', '"a,b"'],
    ['a"b', '"a""b"'],
    ['plain', 'plain'],
  ])('writes the cell %j inertly', (text, cell) => {
    expect(csvCell(text)).toBe(cell);
  });
});

describe('Markdown', () => {
  it('opens with rules and points, and names what broke, what to ask and where the findings are', () => {
    const text = render('markdown');
    expect(text).toMatch(/^# `bob`: 23 of 29 rules met, /);
    expect(text).toContain('### S2 Atomic claim: not met, 0 of 5 points');
    expect(text).toContain('- Walk through two claims of one key');
    expect(text).toContain('- `src/payment-processor.ts:3:8` `no-any` (gate): `any switches the type checker off`');
    expect(text).toContain('A candidate may ask for a replay');
  });

  it('names own tests that fail or do not count, and files that could not be run', () => {
    const text = render('markdown');
    expect(text).toContain('- `p.test.ts > retries`: `expected 2 to be 3`\n');
    expect(text).toContain('- `c.test.ts does not load`\n');
    const [dropped] = full.result.tests.suite?.dropped ?? [];
    expect(text).toContain(`Tests that do not count:\n\n- \`${dropped?.name}\`: \`${dropped?.message}\` (fails on `);
  });

  it.each([
    ['a`b', '``a`b``'],
    ['``', '``` `` ```'],
    [' x', '`  x `'],
    ['', '` `'],
  ])('puts %j into a code span that it cannot leave', (text, span) => {
    expect(codeSpan(text)).toBe(span);
  });

  it('escapes what would be markup in the author’s texts', () => {
    expect(markdownText('2 < 3 & __proto__ *is* [a](b) @team')).toBe(
      '2 \\< 3 \\& \\_\\_proto\\_\\_ \\*is\\* \\[a\\]\\(b\\) &#64;team',
    );
  });
});

describe('GitHub', () => {
  const lines = render('github').split('\n');

  it('annotates each finding at its place', () => {
    expect(lines[0]).toBe(
      '::error file=src/payment-processor.ts,line=3,col=8,title=no-any::any switches the type checker off',
    );
    expect(lines.filter((line) => line.startsWith('::warning '))).toHaveLength(1);
  });

  it('takes no commands while it prints the summary, under a word that follows from the result’s hash', () => {
    const token = `grade-${'d'.repeat(64)}`;
    const from = lines.indexOf(`::stop-commands::${token}`);
    const to = lines.indexOf(`::${token}::`);
    expect(from).toBeGreaterThan(0);
    expect(to).toBeGreaterThan(from);
    expect(lines.findIndex((line) => line.includes('S2   Atomic claim'))).toBeGreaterThan(from);
    expect(lines.slice(to + 1)).toEqual(['']);
  });
});

describe('the mutation testing report', () => {
  const report = mutationReport.parse(json('mutation'));

  it('has a file for each theme and a line for each bug', () => {
    for (const { source, mutants } of Object.values(report.files)) {
      const lines = source.split('\n');
      for (const { location, description } of mutants) expect(lines[location.start.line - 1]).toBe(description);
    }
    expect(Object.values(report.files).flatMap(({ mutants }) => mutants)).not.toEqual([]);
  });

  it('names only tests that it lists, and counts a timeout as missed', () => {
    const tests = new Set(Object.values(report.testFiles).flatMap((file) => file.tests.map(({ id }) => id)));
    const mutants = Object.values(report.files).flatMap((file) => file.mutants);
    for (const { killedBy, status } of mutants) {
      if (status === 'Killed') expect(killedBy.filter((id) => !tests.has(id))).toEqual([]);
    }
    expect(mutants.filter(({ statusReason }) => statusReason !== undefined).map(({ status }) => status)).toEqual([
      'Survived',
    ]);
  });

  it('is valid where there is nothing to tell', () => {
    expect(mutationReport.parse(json('mutation', nothing))).toMatchObject({ files: {}, testFiles: {} });
  });
});
