import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { realpath, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../../grader/errors.ts';
import { withPrivateFolder } from '../../grader/submission/private-folder.ts';

test('the folder is private while in use and gone afterwards', async () => {
  const folder = await withPrivateFolder(async (path) => {
    await writeFile(join(path, 'a'), '1');
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    return path;
  });
  expect(existsSync(folder)).toBe(false);
});

test('the folder is gone after an error, which is passed on', async () => {
  let folder = '';
  const failing = withPrivateFolder((path) => {
    folder = path;
    return Promise.reject(new Error('as it was'));
  });
  await expect(failing).rejects.toThrow('as it was');
  expect(folder).not.toBe('');
  expect(existsSync(folder)).toBe(false);
});

test('a full disk is no defect of the kit: the message says what to do', async () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  await expect(withPrivateFolder(() => Promise.reject(full))).rejects.toThrow(
    new UsageError(
      `There is no room left in ${await realpath(tmpdir())} (ENOSPC). Set TMPDIR to a folder that has room.`,
    ),
  );
});

test('the folder is gone when the process exits in between', () => {
  const module = join(import.meta.dirname, '../../grader/submission/private-folder.ts');
  const script = `import(${JSON.stringify(module)}).then((m) => m.withPrivateFolder(async (path) => {
    console.log(path); require('node:fs').writeFileSync(path + '/x', ''); process.exit(3);
  }));`;
  const run = spawnSync(process.execPath, ['-e', script], { encoding: 'utf8' });
  expect(run.status).toBe(3);
  expect(run.stdout).toMatch(/grade-/u);
  expect(existsSync(run.stdout.trim())).toBe(false);
});
