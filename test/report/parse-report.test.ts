import { readFile } from 'node:fs/promises';
import path from 'node:path';

import fc from 'fast-check';
import { expect, it } from 'vitest';

import { UsageError } from '../../grader/errors.ts';
import type { Report } from '../../grader/model/report.ts';
import { parseReport } from '../../grader/report/parse-report.ts';
import { reportJsonSchema } from '../../grader/report/schema.ts';
import { aFinding, anOwnTest, casesFailing, reportWith } from './sample-report.ts';

const full = reportWith({
  submission: { notes: [{ kind: 'skipped', path: 'link', message: 'a symbolic link' }] },
  evidence: {
    patterns: { status: 'measured', findings: [aFinding()] },
    rules: { status: 'measured', cases: casesFailing('S2') },
    tests: {
      status: 'measured',
      tests: [anOwnTest({ status: 'failed', message: 'no' })],
      problems: ['one'],
      suite: null,
    },
  },
});

function problemOf(text: string): string {
  try {
    parseReport(text, 'alice.json');
  } catch (error) {
    expect(error).toBeInstanceOf(UsageError);
    return error instanceof Error ? error.message : '';
  }
  throw new Error('it was parsed');
}

it('a report comes back as it was written', () => {
  expect(parseReport(JSON.stringify(full), 'x')).toEqual(full);
});

it('fields of a later version are skipped', () => {
  expect(parseReport(JSON.stringify({ ...full, extra: 1, run: { ...full.run, host: 'x' } }), 'x')).toEqual(full);
});

it('what is no JSON is a usage error with the place', () => {
  expect(problemOf('{"schema": }')).toContain('alice.json is not a report: not valid JSON at line 1, column 12');
});

it('what is JSON of another kind is a usage error', () => {
  expect(problemOf('[]')).toContain('alice.json is not a report: (top level): ');
  expect(problemOf('{"name": "x"}')).toContain('alice.json is not a report: schema: ');
  expect(problemOf('{"schema": "grade.challenge/1"}')).toContain('expected grade.report/1');
});

it('a report of a newer format asks for the kit that wrote it', () => {
  expect(problemOf('{"schema": "grade.report/2"}')).toContain('read it with the kit that wrote it');
});

it.each([
  [
    'a verdict',
    (report: Report) => ({ ...report, measurement: { load: { ...report.measurement.load, verdict: 'fine' } } }),
    'measurement.load.verdict: ',
  ],
  ['points below 0', (report: Report) => ({ ...report, score: { ...report.score, got: -1 } }), 'score.got: '],
  [
    'a lost field',
    (report: Report) => ({ ...report, run: { ...report.run, isolation: undefined } }),
    'run.isolation: ',
  ],
  [
    'a hash',
    (report: Report) => ({
      ...report,
      result: { ...report.result, submission: { ...report.result.submission, treeHash: 'x' } },
    }),
    'result.submission.treeHash: ',
  ],
])('a report with a wrong %s says which', (_, spoil, where) => {
  expect(problemOf(JSON.stringify(spoil(full)))).toContain(`alice.json is not a valid report:\n  ${where}`);
});

it('junk never throws anything but a usage error', () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc.json().map((json) => `{"schema":"grade.report/1","result":${json}}`),
      ),
      (text) => {
        problemOf(text);
      },
    ),
  );
});

it('the published schema is up to date', async () => {
  const file = path.resolve(import.meta.dirname, '../../docs/report.schema.json');
  expect(JSON.parse(await readFile(file, 'utf8')), 'run: node scripts/publish-schema.ts').toEqual(reportJsonSchema());
});
