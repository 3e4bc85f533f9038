import { expect, test } from 'vitest';
import { outcomeOf, runGrade, start } from './run-grade.ts';

test('doctor says that grading works here, as a table and as JSON', async () => {
  const table = await runGrade(['doctor']);
  expect(table).toMatchObject({ code: 0, stderr: '' });
  expect(table.stdout).toMatch(/^runtime\s+Node 26\.\d+\.\d+ \(pinned 26/mu);
  expect(table.stdout).toMatch(/Grading works here\.\n$/u);
  const json = await runGrade(['doctor', '--json']);
  expect(JSON.parse(json.stdout)).toMatchObject({
    schema: 'grade.doctor/1',
    ok: true,
    problems: [],
    node: { host: process.version },
    noise: { rounds: 20 },
  });
});

test('doctor says what is missing and exits with 4', async () => {
  const run = await runGrade(['doctor', '--json'], { env: { TMPDIR: '/proc/nowhere' } });
  expect(run.code).toBe(4);
  expect(JSON.parse(run.stdout)).toMatchObject({
    ok: false,
    problems: [expect.stringMatching(/^temp folder: .*ENOENT/u)],
  });
});

test('colours are there when forced and gone with NO_COLOR or --no-color', async () => {
  const colored = '\u001b[';
  expect((await runGrade(['doctor'])).stdout).not.toContain(colored);
  expect((await runGrade(['doctor'], { env: { FORCE_COLOR: '1' } })).stdout).toContain(colored);
  expect((await runGrade(['doctor'], { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(colored);
  expect((await runGrade(['doctor', '--no-color'], { env: { FORCE_COLOR: '1' } })).stdout).not.toContain(colored);
});

test('a reader that goes away is no crash', async () => {
  const child = start(['doctor', '--json']);
  child.stdout.destroy();
  expect(await outcomeOf(child)).toMatchObject({ code: 0, signal: null, stderr: '' });
});
