import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runGrade, temporaryFolder } from './run-grade.ts';

/** A folder with `alice/`, which could be graded. */
async function desk(): Promise<string> {
  const cwd = await temporaryFolder();
  await mkdir(join(cwd, 'alice/src'), { recursive: true });
  await writeFile(join(cwd, 'alice/src/idempotency-store.ts'), 'export {};\n');
  return cwd;
}

const wrong: readonly (readonly [what: string, args: readonly string[], message: RegExp])[] = [
  ['nothing at all', [], /missing required argument 'submission'/u],
  ['an unknown flag', ['alice', '--sed', '1'], /unknown option '--sed'/u],
  ['an unknown isolation', ['alice', '--isolation', 'some'], /one of full, namespaces, portable/u],
  ['two submissions', ['alice', 'bob'], /too many arguments/u],
  ['a misspelt command', ['comapre', 'alice'], /\(Did you mean grade compare\?\)/u],
  ['a missing folder', ['bob'], /bob does not exist/u],
  ['a missing folder called like a command', ['./run'], /\.\/run does not exist/u],
  ['a fractional seed', ['alice', '--seed', '1.5'], /from 0 to 4294967295/u],
  ['a negative seed', ['alice', '--seed', '-1'], /from 0 to 4294967295/u],
  ['a seed in hex', ['alice', '--seed', '0x10'], /from 0 to 4294967295/u],
  ['a seed of 2^32', ['alice', '--seed', '4294967296'], /from 0 to 4294967295/u],
  ['too many points', ['alice', '--min', '101'], /points from 0 to 100/u],
  ['an unknown format', ['alice', '--format', 'json,xml'], /"xml" is none of terminal, json, html, /u],
  ['an unknown audience', ['alice', '--for', 'everyone'], /"everyone" is none of interviewer, candidate, auditor/u],
  ['one report for two audiences', ['alice', '--json', '--for', 'auditor,candidate'], /name one audience with --for/u],
  ['an empty item in a list', ['alice', '--require', 'S1,'], /separated by commas/u],
  ['an unknown challenge', ['alice', '--challenge', 'idempotent-payment'], /Did you mean idempotent-payments\?/u],
  ['a path as challenge', ['alice', '--challenge', '../challenges/idempotent-payments'], /There is no challenge/u],
  ['an unknown rule', ['alice', '--require', 'S2,S99'], /has no rule S99; did you mean S9\?/u],
  ['a load rule without load', ['alice', '--no-load', '--require', 'W2'], /drop --no-load/u],
  ['reports inside the submission', ['alice', '--out', 'alice/report'], /inside the submission/u],
  ['reports inside it through a link', ['alice', '--out', 'link/deep/report'], /inside the submission/u],
  ['reports below a file', ['alice', '--out', 'file/report'], /below .*\/file: it is no folder/u],
  [
    'reports nowhere',
    ['alice', '--out', ''],
    /'--out <folder>' argument '' is invalid\. Expected the path of a folder/u,
  ],
  ['a rendering nowhere', ['render', 'file', '--out', ''], /Expected the path of a folder/u],
  ['a comparison nowhere', ['compare', 'file', '--out', ''], /Expected the path of a folder/u],
  ['a comparison of nothing', ['compare'], /missing required argument 'report'/u],
  ['a folder without reports', ['compare', 'alice'], /There is no report in alice/u],
  ['no seeds to verify with', ['verify', '--seeds', '0'], /whole number above 0/u],
  ['a challenge to verify that is not there', ['verify', 'idempotent-payment'], /Did you mean idempotent-payments\?/u],
  ['mutants that are not there', ['verify', '--only', 'nobody', '--quiet'], /No sample and no mutant has "nobody"/u],
  ['a report that is not there', ['compare', 'bob'], /Cannot read bob \(ENOENT\)/u],
  ['a roster that is not there', ['compare', 'file', '--names', 'bob.csv'], /Cannot read bob\.csv \(ENOENT\)/u],
];

describe('exit code 2, one reason on stderr and nothing on stdout for', () => {
  test.each(wrong)('%s', async (_what, args, message) => {
    const cwd = await desk();
    await symlink('alice', join(cwd, 'link'));
    await writeFile(join(cwd, 'file'), '');
    const run = await runGrade(args, { cwd });
    expect(run.stderr).toMatch(message);
    expect(run.stderr).toMatch(/^grade: [^\n]+\n(?:\([^\n]+\)\n){0,2}$/u);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect((await readdir(cwd)).toSorted()).toEqual(['alice', 'file', 'link']);
    expect(await readdir(join(cwd, 'alice'))).toEqual(['src']);
  });
});

test('help names every command and flag, and the flags of the default command', async () => {
  const run = await runGrade(['--help']);
  expect(run).toMatchObject({ code: 0, stderr: '' });
  for (const word of [
    'compare',
    'verify',
    'doctor',
    '--challenge',
    '--require',
    '--no-load',
    '--version',
    'Examples:',
    'Exit codes:',
  ]) {
    expect(run.stdout).toContain(word);
  }
  expect((await runGrade(['run', '--help'])).stdout).toContain('--timings');
  expect((await runGrade(['compare', '--help'])).stdout).not.toContain('--timings');
});

test.each(['grade', 'run', 'compare', 'stats', 'verify', 'explain', 'render', 'audit', 'doctor'])(
  'the help of %s fits into 80 columns',
  async (command) => {
    const { stdout } = await runGrade([...(command === 'grade' ? [] : [command]), '--help']);
    expect(stdout.split('\n').filter((line) => line.length > 80)).toEqual([]);
  },
);

test('an isolation that does not work here is refused with the fix, and nothing weaker takes its place', async () => {
  const cwd = await desk();
  const env = { PATH: dirname(process.execPath) };
  const run = await runGrade(['alice', '--isolation', 'full', '--json', '--quiet'], { cwd, env });
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toMatch(/^grade: --isolation full does not work here: [^\n]+ leave the flag out [^\n]+\n$/u);
});

test('a temporary folder that cannot be made is the machine’s matter, said with the fix', async () => {
  const cwd = await desk();
  const run = await runGrade(['alice', '--quiet'], { cwd, env: { TMPDIR: join(cwd, 'nowhere') } });
  expect(run.stderr).toMatch(
    /^grade: Cannot make a temporary folder in \S*nowhere \(ENOENT\)\. Set TMPDIR to [^\n]+\n$/u,
  );
  expect(run).toMatchObject({ code: 2, stdout: '' });
});
