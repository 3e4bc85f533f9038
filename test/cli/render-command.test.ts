import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fullReport } from '../report/full-report.ts';
import { reportWith } from '../report/sample-report.ts';
import { runGrade, temporaryFolder } from './run-grade.ts';

async function desk(): Promise<string> {
  const cwd = await temporaryFolder();
  await writeFile(join(cwd, 'report.json'), JSON.stringify(fullReport()));
  return cwd;
}

test('grade render writes a report for other audiences and in other formats, without grading again', async () => {
  const cwd = await desk();
  const args = ['render', 'report.json', '--for', 'candidate,auditor', '--format', 'html,json,sarif', '--out', 'shown'];
  const run = await runGrade(args, { cwd });
  expect(run).toMatchObject({ code: 0, stdout: '' });
  expect(run.stderr).toMatch(
    /^grade: idempotent-payments has changed since this report; .*\n(?:Report: shown\/.*\n){6}$/u,
  );
  expect((await readdir(join(cwd, 'shown'))).toSorted()).toEqual([
    ...['auditor.html', 'auditor.json', 'auditor.sarif'],
    ...['candidate.html', 'candidate.json', 'candidate.sarif'],
  ]);
  const page = await readFile(join(cwd, 'shown/candidate.html'), 'utf8');
  expect(page).toContain('exactly one of them gets it');
  expect(page).not.toContain('suite/the first case');
});

test('what was cut down for the candidate cannot be rendered for others', async () => {
  const cwd = await desk();
  const cut = ['render', 'report.json', '--for', 'candidate', '--format', 'json', '--quiet'];
  expect((await runGrade(cut, { cwd })).code).toBe(0);
  const run = await runGrade(['render', 'candidate.json', '--for', 'candidate,auditor'], { cwd });
  expect(run.stderr).toMatch(/candidate's report and holds nothing for others\. Render report\.json\.\n$/u);
  expect(run).toMatchObject({ code: 2, stdout: '' });
  const audit = await runGrade(['audit', 'candidate.json', '.'], { cwd });
  expect(audit.stderr).toMatch(/candidate's report, which is no whole one/u);
  expect(audit.code).toBe(2);
});

test('a report that contradicts itself is not shown', async () => {
  const cwd = await temporaryFolder();
  const report = fullReport();
  await writeFile(join(cwd, 'report.json'), JSON.stringify({ ...report, score: { ...report.score, got: 99 } }));
  const run = await runGrade(['render', 'report.json', '--format', 'html'], { cwd });
  expect(run.stderr).toMatch(
    /^grade: report\.json contradicts itself: score\.got is 99, but the rules add up to 47\./u,
  );
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(await readdir(cwd)).toEqual(['report.json']);
});

test('without --out the files go where the report lies, and never among those of another', async () => {
  const cwd = await temporaryFolder();
  const bob = reportWith({ submission: { id: 'bob', treeHash: `sha256:${'b'.repeat(64)}` } });
  await mkdir(join(cwd, 'people/alice'), { recursive: true });
  await writeFile(join(cwd, 'people/alice/report.json'), JSON.stringify(reportWith()));
  await writeFile(join(cwd, 'people/bob.json'), JSON.stringify(bob));
  for (const report of ['people/alice', 'people/bob.json']) {
    const run = await runGrade(['render', report, '--format', 'csv', '--quiet'], { cwd });
    expect(run.code).toBe(0);
  }
  expect((await readdir(cwd, { recursive: true })).toSorted()).toEqual([
    ...['people', 'people/alice', 'people/alice/report.csv', 'people/alice/report.json'],
    ...['people/bob', 'people/bob.json', 'people/bob/report.csv'],
  ]);
  const run = await runGrade(['render', 'people/bob.json', '--format', 'html', '--out', 'people/alice'], { cwd });
  expect(run.stderr).toMatch(/people\/alice\/report\.json is a report about other files,/u);
  expect(run).toMatchObject({ code: 2, stdout: '' });
});
