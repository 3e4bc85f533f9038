import { cp, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { grade } from '../../grader/grade.ts';
import { reportFor } from '../../grader/report/for-audience.ts';
import { loadMutants, writeMutant } from '../../grader/verify/mutants.ts';
import { casesFailing, reportWith } from '../report/sample-report.ts';
import { KIT, runGrade, temporaryFolder } from './run-grade.ts';

/** Grades a mutant by the hidden suites alone; the folder with `mutant/` and its `report.json`. */
async function gradedMutant(id: string): Promise<string> {
  const cwd = await temporaryFolder();
  const challenge = await loadChallenge(KIT, 'idempotent-payments');
  const mutant = (await loadMutants(challenge)).find((each) => each.id === id);
  if (mutant === undefined) throw new Error(`there is no mutant ${id}`);
  const submission = join(cwd, 'mutant');
  await mkdir(submission);
  await writeMutant(mutant, challenge, submission);
  const { signal } = new AbortController();
  const report = await grade({
    submission,
    challenge,
    seed: 7,
    checks: new Set(['rules']),
    signal,
    onStep: () => undefined,
  });
  await writeFile(join(cwd, 'report.json'), JSON.stringify(report));
  return cwd;
}

test.each([
  ['a race', 's2-await-before-insert', 'S2', [/call A → store/u, /call B → store/u, /inserted \(token 2\)/u]],
  ['an expiry bug', 's6-lives-at-the-boundary', 'S6', [/insertPending|get/u, /Expected/u]],
  ['a backoff bug', 'p6-linear', 'P6', [/sleeps \d+ ms/u, /NetworkError/u]],
])('%s is told as a story, and shows the same when it is run again', async (_what, mutant, rule, told) => {
  const cwd = await gradedMutant(mutant);
  const story = await runGrade(['explain', 'report.json', rule], { cwd });
  expect(story).toMatchObject({ code: 0, stderr: '' });
  for (const line of told) expect(story.stdout).toMatch(line);

  const again = await runGrade(['explain', '.', rule, '--replay', 'mutant'], { cwd });
  expect(again.stdout).toContain('The same as in the report, step by step.');
  expect(again.code).toBe(0);

  await cp(join(KIT, 'reference/idempotent-payments/src'), join(cwd, 'other/src'), { recursive: true });
  const other = await runGrade(['explain', '.', rule, '--replay', 'other'], { cwd });
  expect(other.code).toBe(5);
  expect(other.stdout).toContain('This is not the submission that the report is about');
  expect(other.stdout).toMatch(/the\s+case\s+passed/u);
});

test('what a case takes for granted of other rules is no part of its story, and errors are called by what they say', async () => {
  const cwd = await gradedMutant('p12-failures-are-not-reported');
  const { stdout } = await runGrade(['explain', 'report.json', 'P12'], { cwd });
  const story = stdout.slice(stdout.indexOf('What happened'), stdout.indexOf('Also'));
  expect(story).toContain('call A → processor');
  expect(story).not.toMatch(/call B|processor \d/u);
  expect(story.replaceAll(/\s+/gu, '')).toContain('"cause":"theveryError\\"connectionlost\\""');
  // Comparisons are told whole as far as they fit, so that what differs is among it.
  expect(story.replaceAll(/\s+/gu, ' ')).toMatch(/paymentId: '[^']+', status: 'failed', cause: thrown object \d/u);
});

/** `report.json`, in which S2 and P3 are not met. */
async function desk(): Promise<string> {
  const cwd = await temporaryFolder();
  const report = reportWith({ evidence: { rules: { status: 'measured', cases: casesFailing('S2', 'P3') } } });
  await writeFile(join(cwd, 'report.json'), JSON.stringify(report));
  return cwd;
}

test('without a rule every rule that is not met is explained', async () => {
  const { stdout, code } = await runGrade(['explain', '.'], { cwd: await desk() });
  expect(code).toBe(0);
  expect(stdout).toMatch(/S2 .*not met/u);
  expect(stdout).toMatch(/P3 .*not met/u);
  expect(stdout).not.toMatch(/S1 /u);
  expect(stdout).toContain('call A → store');
});

test('a rule may be written in small letters, and comes as JSON', async () => {
  const { stdout } = await runGrade(['explain', '.', 's2', '--json'], { cwd: await desk() });
  expect(JSON.parse(stdout)).toMatchObject([{ id: 'S2', verdict: 'not-met' }]);
});

test.each([
  ['altered', /^grade: altered\.json contradicts itself: score\.got is 0, but /u],
  ['candidate', /^grade: candidate\.json is cut down for the candidate/u],
])('a report that is %s is not explained', async (name, message) => {
  const cwd = await temporaryFolder();
  const report = reportWith();
  await writeFile(join(cwd, 'altered.json'), JSON.stringify({ ...report, score: { ...report.score, got: 0 } }));
  await writeFile(join(cwd, 'candidate.json'), JSON.stringify(reportFor(report, 'candidate', [])));
  const run = await runGrade(['explain', `${name}.json`], { cwd });
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toMatch(message);
});

test('of a folder of many one has to be named', async () => {
  const cwd = await temporaryFolder();
  for (const name of ['alice', 'bob']) {
    await mkdir(join(cwd, 'all', name), { recursive: true });
    await writeFile(join(cwd, 'all', name, 'report.json'), JSON.stringify(reportWith()));
  }
  const run = await runGrade(['explain', 'all'], { cwd });
  expect(run.stderr).toBe('grade: all holds 2 reports. Name one, such as all/alice/report.json.\n');
  expect(run.code).toBe(2);
});

test.each([
  [['S22'], 'Did you mean S2?'],
  [['S1', '--replay', '.'], 'Nothing of S1 can be replayed'],
  [['--replay', '.'], 'Name the one rule to replay'],
])('%j is a usage error', async (args, message) => {
  const run = await runGrade(['explain', '.', ...args], { cwd: await desk() });
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toContain(message);
});
