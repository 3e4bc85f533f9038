import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import type { ReadEntry } from 'tar';
import type { Packed, Take } from './archive-tree.ts';

/** What a tar may come to: far more than a project with its `node_modules`, and unpacked within seconds. */
const MOST_BYTES = 1024 * 1024 * 1024;

/** Beginnings of what is compressed. */
const GZIP = [0x1f, 0x8b];
const ZSTD = [0x28, 0xb5];

/** Hands on what a tar holds, compressed by gzip or not, and the contents that are asked for. Rejects for what is no whole tar. */
export async function readTar(path: string, take: Take): Promise<void> {
  const { Parser } = await import('tar');
  let damage: string | null = null;
  const parser = new Parser({
    onReadEntry: (entry) => {
      const put = take(describe(entry));
      if (put === null) entry.resume();
      else entry.on('data', put);
    },
    // The library would go on behind what it cannot read.
    onwarn: (code, message) => {
      if (code !== 'TAR_ENTRY_INFO') damage ??= message;
    },
  });
  let bytes = 0;
  for await (const chunk of await unpacked(path)) {
    // It would unpack once more.
    if (bytes === 0 && (startsWith(chunk, GZIP) || startsWith(chunk, ZSTD))) throw new Error('it is no tar');
    bytes += chunk.byteLength;
    if (bytes > MOST_BYTES) throw new Error(`it comes to more than ${MOST_BYTES / 1024 ** 3} GiB`);
    parser.write(chunk);
    if (damage !== null) throw new Error(damage);
  }
  const ended = new Promise<void>((resolve) => parser.once('end', resolve));
  parser.end();
  await ended;
  if (damage !== null) throw new Error(damage);
}

async function unpacked(path: string): Promise<AsyncIterable<Buffer>> {
  const file = createReadStream(path);
  if (!startsWith(await beginningOf(path), GZIP)) return file;
  const gunzip = createGunzip();
  file.on('error', (error) => gunzip.destroy(error));
  return file.pipe(gunzip);
}

async function beginningOf(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function startsWith(bytes: Buffer, beginning: readonly number[]): boolean {
  return beginning.every((byte, index) => bytes[index] === byte);
}

function describe({ path, type, size }: ReadEntry): Packed {
  switch (type) {
    case 'File':
    case 'OldFile':
    case 'ContiguousFile':
      return { path, kind: 'file', bytes: size };
    case 'Directory':
      return { path, kind: 'folder', bytes: 0 };
    case 'SymbolicLink':
      return { path, kind: 'link', bytes: 0 };
    default:
      return { path, kind: 'special', bytes: 0 };
  }
}
