import { existsSync } from 'node:fs';
import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { canonicalResult } from '../../grader/report/canonical-result.ts';
import { parseReport } from '../../grader/report/parse-report.ts';
import { reportWith } from '../report/sample-report.ts';
import { KIT, leftRunning, outcomeOf, runGrade, seen, start, temporaryFolder } from './run-grade.ts';

// A grading bundles, type-checks and runs every hidden suite.
const SLOW = 600_000;

/** A folder with `alice/`, the unfinished skeleton as a submission. */
async function desk(): Promise<string> {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'tmp'));
  for (const folder of ['src', 'tests']) {
    await cp(join(KIT, 'skeleton/idempotent-payments', folder), join(cwd, 'alice', folder), {
      recursive: true,
    });
  }
  return cwd;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).toSorted();
}

describe('grade', { timeout: SLOW }, () => {
  test('writes both reports, prints the summary, tells each step and leaves the submission as it was', async () => {
    const cwd = await desk();
    const before = await filesIn(join(cwd, 'alice'));
    const home = join(cwd, 'home');
    await mkdir(home);
    const env = { TMPDIR: join(cwd, 'tmp'), HOME: home, XDG_DATA_HOME: join(home, 'data'), LOCALAPPDATA: home };
    const run = await runGrade(['alice', '--no-load', '--timings'], { cwd, env });
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('points');
    expect(run.stderr).toMatch(/^stage: .*\n(?:.*\n)*rules: /u);
    expect(run.stderr).toMatch(/^in all +\d+ ms$/mu);
    expect(await filesIn(join(cwd, 'grade-report/alice'))).toEqual(['report.html', 'report.json']);
    const report = parseReport(await readFile(join(cwd, 'grade-report/alice/report.json'), 'utf8'), 'report.json');
    expect(report.result.submission.id).toBe('alice');
    expect(report.run.faults).toEqual([]);
    expect(report.result.tests.problems[0]).toMatch(/^\d\d tests are from the skeleton and not scored$/u);
    expect(await filesIn(join(cwd, 'alice'))).toEqual(before);
    expect(await filesIn(join(cwd, 'tmp'))).toEqual([]);
    expect(await filesIn(home)).toEqual([]);
  });

  test('with --json --quiet prints the report and nothing else, the same result each time, and writes no files', async () => {
    const cwd = await desk();
    const args = ['run', 'alice', '--no-load', '--json', '--quiet'];
    const first = await runGrade(args, { cwd });
    const second = await runGrade(args, { cwd });
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(canonicalResult(parseReport(second.stdout, 'second'))).toBe(
      canonicalResult(parseReport(first.stdout, 'first')),
    );
    expect(existsSync(join(cwd, 'grade-report'))).toBe(false);
  });

  test('writes only what --format names, where --out says, also from inside the submission', async () => {
    const cwd = await desk();
    const args = ['.', '--no-load', '--quiet', '--format', 'json', '--out', '../mine'];
    const run = await runGrade(args, { cwd: join(cwd, 'alice') });
    expect(run).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(await filesIn(join(cwd, 'mine'))).toEqual(['report.json']);
  });

  test('writes each format for each audience, and for GitHub a summary of the step', async () => {
    const cwd = await desk();
    const summary = join(cwd, 'summary.md');
    const args = ['alice', '--no-load', '--quiet', '--for', 'interviewer,candidate', '--format', 'json,junit,github'];
    const run = await runGrade(args, { cwd, env: { GITHUB_STEP_SUMMARY: summary } });
    expect(run.code).toBe(0);
    expect(await filesIn(join(cwd, 'grade-report/alice'))).toEqual([
      'candidate.json',
      'candidate.junit.xml',
      'report.json',
      'report.junit.xml',
    ]);
    expect(run.stdout).toMatch(/^::notice title=grade::\d+ of \d+ rules met/u);
    expect(await readFile(summary, 'utf8')).toMatch(/^# `alice`: /u);
    const theirs = await readFile(join(cwd, 'grade-report/alice/candidate.json'), 'utf8');
    expect(parseReport(theirs, 'candidate.json').result.rules.every(({ cases }) => cases === 0)).toBe(true);
  });

  test('exits with 1 and the reasons below --min and --require, with the report written', async () => {
    const cwd = await desk();
    const args = ['alice', '--no-load', '--quiet', '--min', '90', '--require', 's2,P3'];
    const run = await runGrade(args, { cwd });
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/of 100\), below --min 90\n/u);
    expect(run.stderr).toMatch(/S2 is required and not met\n/u);
    expect(existsSync(join(cwd, 'grade-report/alice/report.json'))).toBe(true);
  });

  test('ends the output, not the run, when the reader goes away', async () => {
    const cwd = await desk();
    const child = start(['alice', '--no-load', '--quiet'], { cwd });
    child.stdout.destroy();
    expect(await outcomeOf(child)).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(join(cwd, 'grade-report/alice/report.html'))).toBe(true);
  });
});

describe('an interrupted grading', { timeout: SLOW }, () => {
  test.each(['stage', 'bundle', 'rules', 'tests'])(
    'in step %s leaves no report, no process, no temporary file',
    async (step) => {
      const cwd = await desk();
      const child = start(['alice', '--no-load'], { cwd, env: { TMPDIR: join(cwd, 'tmp') } });
      const outcome = outcomeOf(child);
      await seen(child, 'stderr', `${step}: `);
      child.kill('SIGINT');
      const { code, stderr, stdout } = await outcome;
      expect(stderr).toMatch(/grade: Stopped by SIGINT; no report was written\.\n$/u);
      expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
      expect(existsSync(join(cwd, 'grade-report'))).toBe(false);
      expect(await filesIn(join(cwd, 'tmp'))).toEqual([]);
      expect(await leftRunning(child)).toEqual([]);
    },
  );
});

test('an empty folder is exit code 3, and no report folder stays behind', async () => {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'empty'));
  const run = await runGrade(['empty', '--quiet'], { cwd });
  expect(run.stderr).toMatch(/^grade: Nothing to grade in .*: neither src\/idempotency-store\.ts nor /u);
  expect(run).toMatchObject({ code: 3, stdout: '' });
  expect(await readdir(cwd)).toEqual(['empty']);
});

test('an --out folder that exists already is kept when nothing could be graded', async () => {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'empty'));
  await mkdir(join(cwd, 'out'));
  expect((await runGrade(['empty', '--out', 'out/deep'], { cwd })).code).toBe(3);
  expect(existsSync(join(cwd, 'out'))).toBe(true);
  expect(await readdir(join(cwd, 'out'))).toEqual([]);
});

describe('into a folder with', () => {
  test('a report about the same files it is overwritten', { timeout: SLOW }, async () => {
    const cwd = await desk();
    const args = ['alice', '--no-load', '--quiet', '--format', 'json'];
    await runGrade(args, { cwd });
    const path = join(cwd, 'grade-report/alice/report.json');
    const before = await readFile(path, 'utf8');
    expect(await runGrade([...args, '--seed', '2'], { cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(parseReport(before, 'before').run.seed).toBe(1);
    expect(parseReport(await readFile(path, 'utf8'), 'after').run.seed).toBe(2);
  });

  test('a report that somebody else wrote in the meantime both are kept', { timeout: SLOW }, async () => {
    const cwd = await desk();
    const child = start(['alice', '--no-load'], { cwd });
    const outcome = outcomeOf(child);
    await seen(child, 'stderr', 'rules: ');
    await writeFile(join(cwd, 'grade-report/alice/report.json'), JSON.stringify(reportWith()));
    expect(await outcome).toMatchObject({ code: 0 });
    expect((await readdir(join(cwd, 'grade-report/alice'))).sort()).toEqual(['earlier', 'report.html', 'report.json']);
  });
});
