import { execFileSync } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UsageError } from '../../grader/errors.ts';
import { readRegularFile } from '../../grader/submission/read-regular-file.ts';
import { temporaryFolder } from './hand-in.ts';

test('a file that is not larger than allowed is read whole', async () => {
  const path = join(await temporaryFolder(), 'a');
  await writeFile(path, 'four');
  expect(await readRegularFile(path, 4)).toEqual({ status: 'read', bytes: Buffer.from('four') });
  expect(await readRegularFile(path, 3)).toMatchObject({ status: 'skipped' });
});

test('what became a FIFO, a link, a folder, a device or nothing since it was looked at is skipped without waiting', async () => {
  const folder = await temporaryFolder();
  const at = (name: string): string => join(folder, name);
  execFileSync('mkfifo', [at('fifo')]);
  await writeFile(at('file'), 'secret');
  await symlink('file', at('link'));
  await mkdir(at('folder'));
  for (const path of [at('fifo'), at('link'), at('folder'), at('gone'), '/dev/zero']) {
    expect(await readRegularFile(path, 100)).toEqual({ status: 'skipped', reason: 'is no regular file' });
  }
});

test('a file whose size is not what it says is read up to the cap', async () => {
  // The kernel says 0 bytes for these, whatever they hold.
  expect(await readRegularFile('/proc/self/status', 100)).toMatchObject({ status: 'skipped' });
});

test('a path through a file is a usage error', async () => {
  const path = join(await temporaryFolder(), 'a');
  await writeFile(path, '');
  await expect(readRegularFile(join(path, 'b'), 4)).rejects.toBeInstanceOf(UsageError);
});
