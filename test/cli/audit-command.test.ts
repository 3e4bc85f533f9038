import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fullReport } from '../report/full-report.ts';
import { KIT, LAUNCHER, runGrade, temporaryFolder } from './run-grade.ts';

// A derivation bundles, type-checks and runs every hidden suite.
const SLOW = 600_000;

/** Keys and `alice/`, a solution that breaks rules of every kind, graded and signed: once for all tests, each of which works on a copy. */
let graded = '';

beforeAll(async () => {
  graded = await mkdtemp(join(tmpdir(), 'kit-test-'));
  await cp(join(KIT, 'test/samples/average-candidate/src'), join(graded, 'alice/src'), { recursive: true });
  await cp(join(KIT, 'skeleton/idempotent-payments/tests'), join(graded, 'alice/tests'), { recursive: true });
  const grade = promisify(execFile);
  const args = ['alice', '--no-load', '--quiet', '--format', 'json', '--isolation', 'portable', '--out', 'report'];
  const key = ['--key', 'keys/grade-private-key.pem'];
  await grade(process.execPath, [LAUNCHER, 'keys', 'new', '--out', 'keys'], { cwd: graded });
  await grade(process.execPath, [LAUNCHER, ...args, ...key], { cwd: graded });
}, SLOW);

afterAll(() => rm(graded, { recursive: true, force: true }));

async function desk(): Promise<string> {
  const cwd = await temporaryFolder();
  await cp(graded, cwd, { recursive: true });
  return cwd;
}

const KEY = ['--key', 'keys/grade-public-key.pem'];

async function alter(cwd: string, from: string | RegExp, to: string): Promise<void> {
  const file = join(cwd, 'report/report.json');
  const text = await readFile(file, 'utf8');
  expect(text).toMatch(from);
  await writeFile(file, text.replace(from, to));
}

describe('grade audit', { timeout: SLOW }, () => {
  test('says of figures that contradict each other that they do, also without a key and the submission', async () => {
    const cwd = await desk();
    await alter(cwd, /"got": \d+/u, '"got": 89');
    const run = await runGrade(['audit', 'report'], { cwd });
    expect(run.stdout).toMatch(/^figures {3}FAILED /u);
    expect(run).toMatchObject({ code: 5, stderr: '' });
  });

  test('vouches for a signed report, and derives the same bytes elsewhere: other folder, name, isolation, time zone and language', async () => {
    const cwd = await desk();
    expect(await runGrade(['audit', 'report', ...KEY], { cwd })).toMatchObject({ code: 0, stderr: '' });
    await mkdir(join(cwd, 'far/away'), { recursive: true });
    await rename(join(cwd, 'alice'), join(cwd, 'far/away/candidate-7'));
    const env = { TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8', TMPDIR: join(cwd, 'far') };
    const run = await runGrade(['audit', '../report', 'away/candidate-7', '--quiet'], { cwd: join(cwd, 'far'), env });
    expect(run.stdout).toMatch(
      /^figures {3}ok .*\nsignature - {7}not checked: no --key\nresult {4}ok {6}derived again, byte for byte\nhash +sha256:[0-9a-f]{64}\n$/u,
    );
    expect(run.code).toBe(0);
  });

  test('exits with 5 for one altered character, and names the reason', async () => {
    const cwd = await desk();
    await alter(cwd, /"isolation": "(.)/u, '"isolation": "$1');
    await alter(cwd, /"startedAt": "2/u, '"startedAt": "3');
    const signed = await runGrade(['audit', 'report', ...KEY], { cwd });
    expect(signed.stdout).toContain('signature FAILED  the report was altered after it was signed');
    expect(signed.code).toBe(5);
    await alter(cwd, /"verdict": "not-met"/u, '"verdict": "met"');
    const figures = await runGrade(['audit', 'report', 'alice'], { cwd });
    expect(figures.stdout).toMatch(/^figures {3}FAILED {2}score\.rulesMet is \d+, but \d+ rules are met$/mu);
    expect(figures.code).toBe(5);
  });

  test('names the first difference when it derives another result, and other files', async () => {
    const cwd = await desk();
    await alter(cwd, /"message": "/u, '"message": "never ');
    const run = await runGrade(['audit', 'report', 'alice', '--quiet'], { cwd });
    expect(run.stdout).toMatch(
      /^result {4}FAILED {2}result\.rules\[\d+\]\.evidence\[0\]\.message is "never .* in the report and ".*" when derived again$/mu,
    );
    expect(run.code).toBe(5);
    await writeFile(join(cwd, 'alice/src/more.ts'), 'export {};\n');
    await alter(cwd, /"signature": \{[^}]*\}/u, '"signature": null');
    const other = await runGrade(['audit', 'report', 'alice'], { cwd });
    // Progress would be told here: other files are not even graded.
    expect(other.stderr).toBe('');
    expect(other.stdout).toMatch(/^result {4}FAILED {2}these are not the files that were graded: sha256:/mu);
    expect(other.stdout).toMatch(/^signature - {7}none$/mu);
    expect(other.code).toBe(5);
  });

  test('says that points of load rest on a signature alone', async () => {
    const cwd = await desk();
    await writeFile(join(cwd, 'loaded.json'), JSON.stringify(fullReport()));
    const run = await runGrade(['audit', 'loaded.json', ...KEY], { cwd });
    expect(run.stdout).toMatch(
      /^load {6}- {7}not checked: \d+ of 10 points depend on the machine; only a signature vouches for them$/mu,
    );
    const signed = await runGrade(['audit', 'report', ...KEY], { cwd });
    expect(signed.stdout).not.toMatch(/^load/mu);
  });

  test('says in one line what it cannot go by', async () => {
    const cwd = await desk();
    await runGrade(['keys', 'new', '--out', 'others'], { cwd });
    const other = await runGrade(['audit', 'report', '--key', 'others/grade-public-key.pem'], { cwd });
    expect(other.stdout).toMatch(/^signature FAILED {2}made with another key, sha256:[0-9a-f]{64}$/mu);
    expect(other.code).toBe(5);
    const secret = await runGrade(['audit', 'report', '--key', 'keys/grade-private-key.pem'], { cwd });
    expect(secret.stderr).toBe(
      'grade: keys/grade-private-key.pem is a private key, which is to be kept by whoever signs. Name the public one.\n',
    );
    expect(secret.code).toBe(2);
    const nothing = await runGrade(['audit', 'report'], { cwd });
    expect(nothing.stderr).toMatch(
      /^grade: report\/report\.json is signed with sha256:[0-9a-f]{64}: name the public key/u,
    );
    expect(nothing.code).toBe(2);
    const original = await readFile(join(cwd, 'report/report.json'), 'utf8');
    await alter(cwd, /"signature": \{[^}]*\}/u, '"signature": null');
    const unsigned = await runGrade(['audit', 'report', ...KEY], { cwd });
    expect(unsigned.stdout).toContain('signature FAILED  the report is not signed');
    expect(unsigned.code).toBe(5);
    await writeFile(join(cwd, 'report/report.json'), original.replace(/"kit": "[^"]*"/u, '"kit": "0.0.9"'));
    const kit = await runGrade(['audit', 'report', 'alice'], { cwd });
    expect(kit.stderr).toMatch(
      /^grade: Cannot derive the result again: the report was made by kit 0\.0\.9; this is .*\n$/u,
    );
    expect(kit).toMatchObject({ code: 2, stdout: '' });
    const elsewhere = `"hash": "sha256:${'0'.repeat(64)}"`;
    await writeFile(join(cwd, 'report/report.json'), original.replace(/"hash": "sha256:[0-9a-f]{64}"/u, elsewhere));
    const challenge = await runGrade(['audit', 'report', 'alice'], { cwd });
    expect(challenge.stderr).toMatch(
      /^grade: Cannot derive .* was judged by idempotent-payments 1\.0\.0 with sha256:0.*\n$/u,
    );
    expect(challenge.code).toBe(2);
  });
});

test('grade keys new makes a pair that only its owner can sign with, and overwrites nothing', async () => {
  const cwd = await temporaryFolder();
  const run = await runGrade(['keys', 'new'], { cwd });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect((await stat(join(cwd, 'grade-private-key.pem'))).mode & 0o077).toBe(0);
  const before = await readFile(join(cwd, 'grade-private-key.pem'), 'utf8');
  const again = await runGrade(['keys', 'new'], { cwd });
  expect(again.stderr).toMatch(/exists, and keys are never overwritten/u);
  expect(again.code).toBe(2);
  expect(await readFile(join(cwd, 'grade-private-key.pem'), 'utf8')).toBe(before);
});

test('a key that is none is noticed before anything is graded', async () => {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'alice/src'), { recursive: true });
  await writeFile(join(cwd, 'alice/src/idempotency-store.ts'), 'export {};\n');
  const run = await runGrade(['alice', '--no-load'], { cwd, env: { GRADE_SIGNING_KEY: '-----BEGIN NOTHING-----' } });
  expect(run.stderr).toMatch(/^grade: GRADE_SIGNING_KEY is no private key/u);
  expect(run.code).toBe(2);
  expect(existsSync(join(cwd, 'grade-report'))).toBe(false);
});
