import { spawnSync } from 'node:child_process';
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { NothingGradableError, UsageError } from '../../grader/errors.ts';
import { SOLUTION, handIn, noted, stage, temporaryFolder, writeTree } from './hand-in.ts';

async function failure(source: string): Promise<Error> {
  const error: unknown = await stage(source).then(
    () => null,
    (cause: unknown) => cause,
  );
  if (error instanceof Error) return error;
  throw new Error('staging was expected to fail');
}

test('a path that does not exist is a usage error with the path', async () => {
  const error = await failure('/no/such\u001b[31m/place');
  expect(error).toBeInstanceOf(UsageError);
  expect(error.message).toContain('/no/such\\u{1b}[31m/place does not exist');
});

test('a file is a usage error that asks for a folder', async () => {
  const source = await handIn({ 'work.rar': '' });
  const error = await failure(join(source, 'work.rar'));
  expect(error).toBeInstanceOf(UsageError);
  expect(error.message).toMatch(/a folder is expected/u);
  expect(await failure(join(source, 'work.rar', 'src'))).toBeInstanceOf(UsageError);
});

test('a path that no file system can hold is a usage error', async () => {
  expect(await failure('a\0b')).toBeInstanceOf(UsageError);
  expect(await failure('')).toBeInstanceOf(UsageError);
  expect(await failure('x'.repeat(5000))).toBeInstanceOf(UsageError);
});

test('an empty folder, one without src and one without an entry file have nothing to grade', async () => {
  const folders = [await handIn({}), await handIn({ 'README.md': '' }), await handIn({ 'src/other.ts': '' })];
  for (const folder of folders) {
    const error = await failure(folder);
    expect(error).toBeInstanceOf(NothingGradableError);
    expect(error.message).toContain('neither src/idempotency-store.ts nor src/payment-processor.ts');
    expect(error.message).not.toContain('Did you mean');
  }
});

test('a project one or two folders deeper is named', async () => {
  const source = await temporaryFolder();
  await writeTree(join(source, 'a-note'), { 'x.txt': '' });
  await writeTree(join(source, 'payments-main'), SOLUTION);
  expect((await failure(source)).message).toContain(`Did you mean ${join(source, 'payments-main')}?`);
  const outer = await temporaryFolder();
  await writeTree(join(outer, 'x', 'x'), SOLUTION);
  expect((await failure(outer)).message).toContain(`Did you mean ${join(outer, 'x', 'x')}?`);
});

test('a folder of several hand-ins says how many, and names one', async () => {
  const people = await temporaryFolder();
  await writeTree(join(people, 'alice'), SOLUTION);
  await writeTree(join(people, 'late/bob'), SOLUTION);
  expect((await failure(people)).message).toContain(
    ` It holds 2 hand-ins: name one, such as ${join(people, 'alice')}, or grade them all with: grade batch ${JSON.stringify(people)}`,
  );
});

test.each(['report.json', 'candidate.html', 'alice/report.json'])('reports are no hand-in: %s', async (file) => {
  const folder = await handIn({ [file]: '' });
  const error = await failure(folder);
  expect(error).toBeInstanceOf(NothingGradableError);
  expect(error.message).toContain(' It holds reports. A report is not graded but read: grade render, explain, compare');
  const named = await failure(join(folder, file));
  expect(named).toBeInstanceOf(UsageError);
  expect(named.message).toContain('A report is not graded but read');
});

test('a folder of hand-ins beside their reports names the hand-ins', async () => {
  const folder = await temporaryFolder();
  await writeTree(join(folder, 'alice'), SOLUTION);
  await writeTree(join(folder, 'grade-report'), { 'report.json': '' });
  expect((await failure(folder)).message).toContain(`Did you mean ${join(folder, 'alice')}?`);
});

test('one entry file is enough; the other is noted', async () => {
  const source = await handIn({ 'src/idempotency-store.ts': '' });
  expect(noted(await stage(source))).toEqual(['missing-entry src/payment-processor.ts']);
});

test('a src that is a file is an error that says so', async () => {
  const error = await failure(await handIn({ src: 'text' }));
  expect(error).toBeInstanceOf(NothingGradableError);
  expect(error.message).toContain('is no folder');
});

test('a folder that this user may not read is a usage error', async () => {
  const source = await handIn(SOLUTION);
  await mkdir(join(source, 'src/locked'));
  await chmod(source, 0o755);
  await chmod(join(source, 'src/locked'), 0o000);
  const modules = ['walk-sources.ts', 'source-tree.ts'].map((name) =>
    join(import.meta.dirname, '../../grader/submission', name),
  );
  const script = `Promise.all(${JSON.stringify(modules)}.map((name) => import(name))).then(async ([m, { folderTree }]) => {
    process.setgid?.(65534); process.setuid?.(65534);
    await m.walkSources(folderTree(process.argv[1]), []).then(() => console.log('read'), (error) => console.log(error.name, error.message));
  });`;
  const unprivileged = process.getuid?.() === 0 ? script : script.replace(/process\.set.id\?\.\(65534\);/gu, '');
  const run = spawnSync(process.execPath, ['-e', unprivileged, source], { encoding: 'utf8' });
  await chmod(join(source, 'src/locked'), 0o755);
  expect(run.stdout).toContain(`UsageError Cannot read ${join(source, 'src/locked')} (EACCES)`);
});
