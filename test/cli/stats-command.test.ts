import { cp, mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { reportFor } from '../../grader/report/for-audience.ts';
import { casesFailing, reportWith } from '../report/sample-report.ts';
import { KIT, runGrade, temporaryFolder } from './run-grade.ts';

/** `reports/` with twelve reports, and `submissions/` with three hand-ins, two of them alike. */
async function desk(): Promise<string> {
  const cwd = await temporaryFolder();
  for (let index = 0; index < 12; index += 1) {
    const folder = join(cwd, 'reports', `person-${index}`);
    await mkdir(folder, { recursive: true });
    const report = reportWith({
      submission: { id: `person-${index}`, treeHash: `sha256:${String(index % 10).repeat(64)}` },
      evidence: { rules: { status: 'measured', cases: index < 3 ? casesFailing('S2') : casesFailing() } },
    });
    await writeFile(join(folder, 'report.json'), JSON.stringify(report));
  }
  await mkdir(join(cwd, 'submissions'));
  await cp(join(KIT, 'reference/idempotent-payments'), join(cwd, 'submissions/ada'), { recursive: true });
  await cp(join(KIT, 'reference/idempotent-payments'), join(cwd, 'submissions/bo'), { recursive: true });
  await cp(join(KIT, 'skeleton/idempotent-payments'), join(cwd, 'submissions/carol'), { recursive: true });
  return cwd;
}

test('a folder of reports becomes figures in the terminal, a page and a table', async () => {
  const cwd = await desk();
  const run = await runGrade(['stats', 'reports', '--cut', '60', '--invited', '20'], { cwd });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toMatch(/were graded +12 of 20 +60\.0 %/u);
  expect(run.stdout).toMatch(/S2 +Atomic claim +9 of 12 +75\.0 %/u);
  expect(run.stdout).toMatch(/At or above 60 of 100 points +75\.0 %/u);
  expect((await readdir(join(cwd, 'grade-stats'))).toSorted()).toEqual(['stats.csv', 'stats.html']);
  expect(await readFile(join(cwd, 'grade-stats/stats.csv'), 'utf8')).toContain('rules,S2,met,0.75,');
});

test('of somebody who handed in again the latest counts, and the former report is named', async () => {
  const cwd = await desk();
  const aside = join(cwd, 'reports/person-3/earlier/99999999');
  await mkdir(aside, { recursive: true });
  const treeHash = `sha256:${'9'.repeat(64)}`;
  await writeFile(join(aside, 'report.json'), JSON.stringify(reportWith({ submission: { id: 'person-3', treeHash } })));
  const run = await runGrade(['stats', 'reports', '--json'], { cwd });
  expect(JSON.parse(run.stdout)).toMatchObject({ coverage: { read: 12, people: 12 } });
  expect(run).toMatchObject({
    code: 0,
    stderr:
      'grade: reports/person-3/earlier/99999999/report.json is about a former hand-in of somebody whose latest counts.\n',
  });
  const other = reportWith({ submission: { id: 'somebody-else', treeHash } });
  await writeFile(join(aside, 'report.json'), JSON.stringify(other));
  const both = await runGrade(['stats', 'reports', '--json'], { cwd });
  expect(JSON.parse(both.stdout)).toMatchObject({ coverage: { read: 13, people: 13 } });
});

test('with the hand-ins it names the pair to read, and not the skeleton', async () => {
  const run = await runGrade(['stats', 'reports', '--submissions', 'submissions'], { cwd: await desk() });
  expect(run.code).toBe(0);
  expect(run.stdout).toMatch(/ada and bo +100\.0 % +src\//u);
  expect(run.stdout).not.toContain('carol');
});

test('as JSON the figures are all that is printed', async () => {
  const cwd = await desk();
  const run = await runGrade(['stats', 'reports', '--json'], { cwd });
  expect(JSON.parse(run.stdout)).toMatchObject({
    schema: 'grade.cohort/1',
    coverage: { people: 12 },
    similarity: null,
  });
  expect((await readdir(cwd)).toSorted()).toEqual(['reports', 'submissions']);
});

test('a broken report is named and counted, and stops nothing', async () => {
  const cwd = await desk();
  await mkdir(join(cwd, 'reports/broken'));
  await writeFile(join(cwd, 'reports/broken/report.json'), '{"schema": "grade.report/1"');
  const run = await runGrade(['stats', 'reports'], { cwd });
  expect(run.code).toBe(2);
  expect(run.stdout).toContain('12 hand-ins');
  expect(run.stderr).toMatch(
    /^grade: 1 file is no report to go by and was left out:\n {2}reports\/broken\/report\.json/u,
  );
});

test('a report that contradicts itself or is cut down for the candidate is named, and the same report counts once', async () => {
  const cwd = await desk();
  const whole = await readFile(join(cwd, 'reports/person-0/report.json'), 'utf8');
  const { score, ...rest } = reportWith();
  await mkdir(join(cwd, 'reports/copy'));
  await writeFile(join(cwd, 'reports/copy/report.json'), JSON.stringify(JSON.parse(whole), null, 2));
  await writeFile(join(cwd, 'reports/better.json'), JSON.stringify({ ...rest, score: { ...score, got: 0 } }));
  await writeFile(join(cwd, 'reports/cut.json'), JSON.stringify(reportFor(reportWith(), 'candidate', [])));
  const run = await runGrade(['stats', 'reports', '--json'], { cwd });
  expect(run.code).toBe(2);
  expect(run.stderr).toMatch(/^grade: 2 files are no reports to go by and were left out:\n/u);
  expect(run.stderr).toMatch(
    /reports\/better\.json contradicts itself: score\.got is 0, but the rules add up to \d+\./u,
  );
  expect(run.stderr).toContain('reports/cut.json is cut down for the candidate.');
  expect(JSON.parse(run.stdout)).toMatchObject({ coverage: { read: 12, people: 12, repeated: 0, broken: 2 } });
});

test.each([
  [['stats', 'submissions/carol/src'], /There is no report in/u],
  [['stats', 'reports', '--invited', '3'], /--invited 3: 12 people were graded/u],
  [['stats', 'reports', '--cut', '101'], /points from 0 to 100/u],
  [['stats', 'reports', '--submissions', 'nowhere'], /Cannot read nowhere \(ENOENT\)/u],
])('%j is a usage error', async (args, message) => {
  const run = await runGrade(args, { cwd: await desk() });
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toMatch(message);
});
