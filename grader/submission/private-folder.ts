import { rmSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { UsageError } from '../errors.ts';
import { printable } from '../printable.ts';
import { errorCode } from './read-regular-file.ts';

/**
 * Runs `use` with a new empty folder that only this user can enter, and removes it afterwards, whatever happened. The
 * folder goes too when the process ends in between by `process.exit` or an uncaught error; a signal must be turned into one
 * of these or into an error of `use` (the command line does that). Throws a `UsageError` where there is no room for what `use` writes.
 */
export async function withPrivateFolder<T>(use: (folder: string) => Promise<T>): Promise<T> {
  const folder = await makeFolder();
  const removeNow = (): void => rmSync(folder, { recursive: true, force: true });
  process.once('exit', removeNow);
  try {
    return await use(folder);
  } catch (cause) {
    throw isFull(cause) ? noRoom(folder, cause) : cause;
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
    process.off('exit', removeNow);
  }
}

async function makeFolder(): Promise<string> {
  const above = tmpdir();
  try {
    return await realpath(await mkdtemp(join(above, 'grade-')));
  } catch (cause) {
    const why = errorCode(cause) ?? String(cause);
    throw new UsageError(
      `Cannot make a temporary folder in ${printable(above, 300)} (${why}). Set TMPDIR to a folder that you can write to and that has room.`,
      { cause },
    );
  }
}

function isFull(error: unknown): boolean {
  return errorCode(error) === 'ENOSPC' || errorCode(error) === 'EDQUOT';
}

function noRoom(folder: string, cause: unknown): UsageError {
  return new UsageError(
    `There is no room left in ${printable(dirname(folder), 300)} (${errorCode(cause) ?? ''}). Set TMPDIR to a folder that has room.`,
    { cause },
  );
}
