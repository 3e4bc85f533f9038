import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { casesFailing, reportWith } from '../report/sample-report.ts';
import { runGrade, temporaryFolder } from './run-grade.ts';

/** `alice/report.json`, `bob.json` and others that cannot be compared with them. */
async function desk(): Promise<string> {
  const cwd = await temporaryFolder();
  const bob = reportWith({
    submission: { id: 'bob' },
    evidence: { rules: { status: 'measured', cases: casesFailing('S2') } },
  });
  await mkdir(join(cwd, 'alice'));
  await writeFile(join(cwd, 'alice/report.json'), JSON.stringify(reportWith()));
  await writeFile(join(cwd, 'bob.json'), JSON.stringify(bob));
  await writeFile(join(cwd, 'other.json'), JSON.stringify(reportWith({ challenge: { id: 'another' } })));
  await writeFile(join(cwd, 'newer.json'), JSON.stringify({ ...bob, schema: 'grade.report/2' }));
  await writeFile(join(cwd, 'junk.json'), '{"schema": "grade.report/1", ');
  return cwd;
}

test('two reports, one of them named by its folder, stand side by side', async () => {
  const run = await runGrade(['compare', 'alice', 'bob.json'], { cwd: await desk() });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(run.stdout).toContain('alice');
  expect(run.stdout).toMatch(/S2 .*\bmet.*\bnot met/u);
});

test('as JSON the comparison is all that is printed', async () => {
  const run = await runGrade(['compare', '--json', 'alice', 'bob.json'], { cwd: await desk() });
  expect(run.code).toBe(0);
  const { columns, rows } = JSON.parse(run.stdout);
  expect(columns).toMatchObject([{ label: 'alice' }, { label: 'bob' }]);
  expect(rows).toContainEqual(
    expect.objectContaining({
      id: 'S2',
      cells: [expect.objectContaining({ verdict: 'met' }), expect.objectContaining({ verdict: 'not-met' })],
    }),
  );
});

test.each([
  ['other.json', /different challenges/u],
  ['newer.json', /newer\.json has the schema "grade\.report\/2"/u],
  ['junk.json', /junk\.json is not a report/u],
  ['missing.json', /Cannot read missing\.json \(ENOENT\)/u],
])('%s is a usage error that says what is wrong', async (name, message) => {
  const run = await runGrade(['compare', 'alice', name], { cwd: await desk() });
  expect(run).toMatchObject({ code: 2, stdout: '' });
  expect(run.stderr).toMatch(message);
  expect(run.stderr).not.toContain('    at ');
});
