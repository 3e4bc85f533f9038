import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { reportFor } from '../../grader/report/for-audience.ts';
import { stageSubmission } from '../../grader/submission/stage-submission.ts';
import { casesFailing, reportWith } from '../report/sample-report.ts';
import { KIT, runGrade, temporaryFolder } from './run-grade.ts';

/** `alice/report.json`, `bob.json` and others that cannot be compared with them. */
async function desk(): Promise<string> {
  const cwd = await temporaryFolder();
  const bob = reportWith({
    submission: { id: 'bob', treeHash: `sha256:${'b'.repeat(64)}` },
    evidence: { rules: { status: 'measured', cases: casesFailing('S2') } },
  });
  await mkdir(join(cwd, 'alice'));
  await writeFile(join(cwd, 'alice/report.json'), JSON.stringify(reportWith()));
  await writeFile(join(cwd, 'bob.json'), JSON.stringify(bob));
  await writeFile(join(cwd, 'other.json'), JSON.stringify(reportWith({ challenge: { id: 'another' } })));
  await writeFile(join(cwd, 'newer.json'), JSON.stringify({ ...bob, schema: 'grade.report/2' }));
  await writeFile(join(cwd, 'altered.json'), JSON.stringify({ ...bob, score: { ...bob.score, got: 0 } }));
  await writeFile(join(cwd, 'candidate.json'), JSON.stringify(reportFor(bob, 'candidate', [])));
  await writeFile(join(cwd, 'junk.json'), '{"schema": "grade.report/1", ');
  return cwd;
}

test('two reports, one of them named by its folder, stand side by side, in the terminal and in one file', async () => {
  const cwd = await desk();
  const run = await runGrade(['compare', 'alice', 'bob.json'], { cwd });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toMatch(/^ +(?:aaaaaaaa +bbbbbbbb|bbbbbbbb +aaaaaaaa)$/mu);
  expect(run.stdout).toMatch(/S2 .*\bmet/u);
  expect(run.stdout).not.toMatch(/alice|bob/u);
  const page = await readFile(join(cwd, 'grade-compare/comparison.html'), 'utf8');
  expect(page).toContain('Idempotent payments 1.0.0');
  expect(page).not.toMatch(/alice|bob/u);
});

test('names come from a roster alone', async () => {
  const cwd = await desk();
  await writeFile(join(cwd, 'roster.csv'), 'id,name\nalice,Ada\nbbbbbbbb,Bo\n');
  const run = await runGrade(['compare', 'alice', 'bob.json', '--names', 'roster.csv'], { cwd });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toMatch(/^ +(?:Ada +Bo|Bo +Ada)$/mu);
});

test('a roster that names nobody is told of', async () => {
  const cwd = await desk();
  await writeFile(join(cwd, 'roster.csv'), 'id,name\nalicia,Ada\n');
  const run = await runGrade(['compare', 'alice', 'bob.json', '--names', 'roster.csv'], { cwd });
  expect(run.code).toBe(0);
  expect(run.stderr).toMatch(
    /^grade: roster\.csv names none of these reports; their ids are (?:a{8}, b{8}|b{8}, a{8})$/mu,
  );
});

test('as JSON the comparison is all that is printed, and no file is written', async () => {
  const cwd = await desk();
  const before = await readdir(cwd);
  const run = await runGrade(['compare', '--json', 'alice', 'bob.json'], { cwd });
  expect(run.code).toBe(0);
  const { columns, rows } = JSON.parse(run.stdout);
  expect(columns).toHaveLength(2);
  const row = rows.find(({ id }: { id: string }) => id === 'S2');
  expect(row.cells.map(({ verdict }: { verdict: string }) => verdict).toSorted()).toEqual(['met', 'not-met']);
  expect(await readdir(cwd)).toEqual(before);
});

test('of a folder every report is compared; what is none is named, and the exit code says so', async () => {
  const cwd = await desk();
  await mkdir(join(cwd, 'all/deep/carol'), { recursive: true });
  await writeFile(join(cwd, 'all/deep/carol/report.json'), JSON.stringify(reportWith()));
  await writeFile(join(cwd, 'all/bob.json'), await readFile(join(cwd, 'bob.json')));
  await writeFile(join(cwd, 'all/junk.json'), '{');
  await writeFile(join(cwd, 'all/deep/carol/other.json'), '{}');
  const run = await runGrade(['compare', 'all'], { cwd });
  expect(run.code).toBe(2);
  expect(run.stdout).toContain('2 reports side by side');
  expect(run.stderr).toMatch(/^grade: 1 file is no report to go by and was left out:\n {2}all\/junk\.json/u);
});

test('the same report named twice stands there once', async () => {
  const run = await runGrade(['compare', 'alice', 'bob.json', 'alice/report.json', '--json'], { cwd: await desk() });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(run.stdout).columns).toHaveLength(2);
});

test('one report is one report', async () => {
  const run = await runGrade(['compare', 'alice'], { cwd: await desk() });
  expect(run.stdout).toContain('1 report side by side');
});

test('one rule can be looked at alone', async () => {
  const cwd = await desk();
  const run = await runGrade(['compare', 'alice', 'bob.json', '--rule', 'S2'], { cwd });
  expect(run).toMatchObject({ code: 0, stdout: expect.stringContaining('S2 does not hold') });
  expect(await runGrade(['compare', 'alice', '--rule', 'S99'], { cwd })).toMatchObject({
    code: 2,
    stdout: '',
    stderr: expect.stringContaining('did you mean S9?'),
  });
});

test.each([
  ['other.json', /different challenges/u],
  ['newer.json', /newer\.json has the schema "grade\.report\/2"/u],
  ['junk.json', /junk\.json is not a report/u],
  ['altered.json', /altered\.json contradicts itself: score\.got is 0, but the rules add up to \d+\./u],
  ['candidate.json', /candidate\.json is cut down for the candidate\. Name the report\.json/u],
  ['missing.json', /Cannot read missing\.json \(ENOENT\)/u],
])('%s is a usage error that says what is wrong', async (name, message) => {
  const run = await runGrade(['compare', 'alice', name], { cwd: await desk() });
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toMatch(message);
  expect(run.stderr).not.toContain('    at ');
});

/** The report that an earlier kit might have written about the hand-in: with S1 not met, in other cases. */
async function earlierReport(source: string, into: string): Promise<string> {
  const challenge = await loadChallenge(KIT, 'idempotent-payments');
  await mkdir(into);
  const { id, treeHash } = await stageSubmission({ source, challenge, into });
  const caseHashes = { S1: `sha256:${'9'.repeat(64)}` };
  const report = reportWith({
    submission: { id, treeHash },
    evidence: {
      rules: { status: 'measured', cases: casesFailing('S1'), caseHashes },
      load: { status: 'not-measured', fault: 'not-asked', cause: 'not asked for' },
    },
    run: { kit: '0.0.9' },
  });
  return JSON.stringify(report);
}

test('graded again, a hand-in shows old to new, rule by rule', { timeout: 400_000 }, async () => {
  const cwd = await desk();
  const source = join(cwd, 'submissions/ada');
  await cp(join(KIT, 'reference/idempotent-payments'), source, { recursive: true });
  await mkdir(join(cwd, 'old'));
  await writeFile(join(cwd, 'old/ada.json'), await earlierReport(source, join(cwd, 'staged')));
  await writeFile(join(cwd, 'old/gone.json'), JSON.stringify(reportWith()));

  const run = await runGrade(['compare', 'old', '--regrade', 'submissions'], { cwd });
  const text = run.stdout.replace(/\s+/gu, ' ');
  expect(text).toContain('kit 0.0.9');
  expect(text).toMatch(/\d+ of \d+ -> \d+ of \d+ points; .*S1 not met -> met \(other cases\)/u);
  expect(run.stderr).toMatch(/not graded again: alice: nothing of that name is there/u);
  expect(run.code).toBe(2);
  const written = (await readdir(join(cwd, 'grade-compare'))).toSorted();
  expect(written).toEqual([expect.stringMatching(/^[0-9a-f]{8}\.json$/u), 'comparison.html']);
});
