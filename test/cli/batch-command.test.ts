import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { gradeApart } from '../../grader/cli/grade-apart.ts';
import { parseReport } from '../../grader/report/parse-report.ts';
import { writeTree } from '../submission/hand-in.ts';
import { zipOf } from '../submission/write-zip.ts';
import { leftRunning, outcomeOf, runGrade, seen, start, temporaryFolder } from './run-grade.ts';

/** Both parts throw when they are loaded, which makes a short grading. */
const BROKEN = {
  'src/idempotency-store.ts': "throw new Error('no store');\n",
  'src/payment-processor.ts': "throw new Error('no processor');\n",
};
const HAND_INS = ['alice', 'late/carol'] as const;

/** A folder with `people/`: three submissions, one of them in a group and one in an archive, an empty folder and a list. */
async function desk(): Promise<string> {
  const cwd = await temporaryFolder();
  const packed = Object.entries(BROKEN).map(([name, content]) => ({ name: `work/${name}`, content }));
  await writeTree(join(cwd, 'people'), { 'dave.zip': zipOf(packed), 'list.csv': '' });
  for (const name of HAND_INS) await writeTree(join(cwd, 'people', name), BROKEN);
  await mkdir(join(cwd, 'people/bob'));
  return cwd;
}

async function filesIn(folder: string): Promise<readonly string[]> {
  return (await readdir(folder, { recursive: true })).toSorted();
}

describe('grade batch', () => {
  test('grades every folder, says what became of each, and goes on where it stopped', async () => {
    const cwd = await desk();
    const args = ['batch', 'people', '--no-load', '--isolation', 'portable'];
    const reports = join(cwd, 'grade-report/people');
    const handedIn = await filesIn(join(cwd, 'people'));
    const first = await runGrade(args, { cwd });
    expect(first.code, first.stderr).toBe(3);
    expect(first.stdout).toMatch(
      /^alice {7}\d+ of \d+ rules met, \d+ of \d+ points\nbob {9}nothing to grade\ndave {8}\d+ of .*\nlate\/carol {2}\d+ of/u,
    );
    expect(first.stdout).toContain('4 submissions: 3 graded, 1 with nothing to grade.');
    expect(first.stderr).toBe(
      'grade: left alone, since it is no folder or archive: list.csv\n1 of 4: alice\n2 of 4: bob\n3 of 4: dave\n4 of 4: late/carol\n',
    );
    expect(await filesIn(join(cwd, 'people'))).toEqual(handedIn);
    expect((await filesIn(reports)).filter((name) => name.includes('.'))).toEqual(
      ['alice', 'dave', 'late/carol'].flatMap((name) => [`${name}/report.html`, `${name}/report.json`]),
    );
    const [alice, carol] = await Promise.all(
      HAND_INS.map((name) => readFile(join(reports, name, 'report.json'), 'utf8')),
    );
    expect(parseReport(alice ?? '', 'alice').result.submission.id).toBe('alice');

    await writeFile(join(cwd, 'people/late/carol/src/more.ts'), 'export const more = 1;\n');
    const second = await runGrade([...args, '--quiet', '--json'], { cwd });
    expect(second).toMatchObject({ code: 3, stderr: '' });
    expect(JSON.parse(second.stdout)).toMatchObject({
      schema: 'grade.batch/1',
      submissions: [
        { name: 'alice', status: 'kept', report: 'grade-report/people/alice/report.json', faults: [] },
        { name: 'bob', status: 'nothing-gradable', reason: expect.stringContaining('Nothing to grade in ') },
        { name: 'dave', status: 'kept' },
        { name: 'late/carol', status: 'graded', score: { outOf: expect.any(Number) } },
      ],
    });
    expect(await readFile(join(reports, 'alice/report.json'), 'utf8')).toBe(alice);
    const [other] = await readdir(join(reports, 'late/carol/earlier'));
    expect(await readFile(join(reports, 'late/carol/earlier', other ?? '', 'report.json'), 'utf8')).toBe(carol);

    const third = await runGrade([...args, '--quiet', '--only', 'alice'], { cwd });
    expect(third).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('graded before') });
  });

  test('stopped half-way it says how far it got, and leaves nothing running and nothing half written', async () => {
    const cwd = await desk();
    const tmp = join(cwd, 'tmp');
    await mkdir(tmp);
    const child = start(['batch', 'people', '--no-load', '--isolation', 'portable'], { cwd, env: { TMPDIR: tmp } });
    const outcome = outcomeOf(child);
    await seen(child, 'stderr', '1 of 4');
    child.kill('SIGTERM');
    expect(await outcome).toMatchObject({
      code: 130,
      stdout: '',
      stderr: expect.stringContaining('Stopped by SIGTERM; 0 of 4 submissions are done; the same command goes on'),
    });
    expect(await leftRunning(child)).toEqual([]);
    expect(await filesIn(tmp)).toEqual([]);
    expect(await filesIn(cwd)).not.toContain('grade-report/people/alice/report.json');
  });

  test.each([
    [['nobody'], 'nobody does not exist'],
    [['people/bob'], 'There is no submission in '],
    [['people/alice'], 'is one submission. Grade it with: grade run '],
    [['people', '--out', 'people/reports'], 'inside the folder of the submissions'],
    [['people', '--jobs', '2'], 'Add --no-load, or leave --jobs out.'],
    [['people', '--only', 'alic'], 'there is no submission alic. Did you mean alice?'],
    [['people', '--format', 'terminal'], 'terminal is printed, and a batch writes files'],
    [['people', '--challenge', 'other'], 'other'],
    [['people', '--key', 'none.pem'], 'Cannot read the key none.pem'],
    [['people', '--out', 'graded'], 'graded holds the report of one submission'],
  ])('refuses %j before anything is graded', async (args, why) => {
    const cwd = await desk();
    await writeTree(cwd, { 'graded/report.json': '{}' });
    const run = await runGrade(['batch', ...args], { cwd });
    expect(run).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining(why) });
    expect(await filesIn(cwd)).not.toContain('grade-report');
  });

  test('takes no weaker isolation than full unless it is told to', async () => {
    const cwd = await desk();
    const run = await runGrade(['batch', 'people'], { cwd, env: { PATH: dirname(process.execPath) } });
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toMatch(/^grade: A batch is graded with full isolation, which does not work here: /u);
    expect(run.stderr).toMatch(/ Add --isolation portable to grade with what does\.\n$/u);
  });
});

test('a grading apart that fails says why in one line', async () => {
  const signal = new AbortController().signal;
  expect(await gradeApart(['/nowhere/at/all'], signal)).toEqual({
    status: 'failed',
    reason: "/nowhere/at/all does not exist. Name the submission's folder.",
  });
});
