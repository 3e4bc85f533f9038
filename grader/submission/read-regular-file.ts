import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { UsageError } from '../errors.ts';
import { printable } from '../printable.ts';

/** `skipped` says why in words that complete "the file is skipped: it …". */
export type FileContent =
  { readonly status: 'read'; readonly bytes: Buffer } | { readonly status: 'skipped'; readonly reason: string };

/**
 * Without O_NONBLOCK opening a FIFO waits for a writer for ever; without O_NOFOLLOW a file that becomes a link between the
 * walk and here would be followed. Windows knows neither.
 */
const SAFELY = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

/** Reads a regular file of at most `maxBytes`; a file that must not be read is skipped, one that cannot be is a `UsageError`. */
export async function readRegularFile(path: string, maxBytes: number): Promise<FileContent> {
  const handle = await openSafely(path);
  if (handle === null) return { status: 'skipped', reason: 'is no regular file' };
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) return { status: 'skipped', reason: 'is no regular file' };
    if (stats.size > maxBytes) return tooLarge(maxBytes);
    const bytes = await readAtMost(handle, maxBytes + 1);
    return bytes.length > maxBytes ? tooLarge(maxBytes) : { status: 'read', bytes };
  } finally {
    await handle.close();
  }
}

/** `null` for what turned out to be a link, a socket or a device without a driver, or is gone. */
async function openSafely(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, SAFELY);
  } catch (cause) {
    const code = errorCode(cause);
    if (code === 'ELOOP' || code === 'EMLINK' || code === 'ENXIO' || code === 'ENODEV' || code === 'ENOENT')
      return null;
    throw unreadable(path, cause);
  }
}

async function readAtMost(handle: FileHandle, maxBytes: number): Promise<Buffer> {
  const buffer = Buffer.alloc(maxBytes);
  let length = 0;
  for (;;) {
    const { bytesRead } = await handle.read(buffer, length, maxBytes - length, null);
    length += bytesRead;
    if (bytesRead === 0 || length === maxBytes) return Buffer.from(buffer.subarray(0, length));
  }
}

/** For a file of more bytes than may be read. */
export function tooLarge(maxBytes: number): FileContent {
  return { status: 'skipped', reason: `is larger than ${maxBytes / 1024} KiB, the most that one file may have` };
}

/** The error for something in a submission that the user has no access to. */
export function unreadable(path: string, cause: unknown): UsageError {
  const why = errorCode(cause) ?? 'unknown error';
  return new UsageError(`Cannot read ${printable(path, 300)} (${why}). Make it readable and grade again.`, { cause });
}

export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
