/** Makes zips byte by byte (APPNOTE.TXT 4.3), so that tests can have such as no tool makes. Contents are stored as they are. */

import { crc32 } from 'node:zlib';

export interface ZipEntry {
  readonly name: string;
  readonly content?: string;
  /** POSIX `st_mode`. */
  readonly mode?: number;
  readonly isEncrypted?: boolean;
}

const UTF8_NAMES = 1 << 11;

export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const local = Buffer.concat([localHeader(entry), bytesOf(entry)]);
    directory.push(directoryHeader(entry, offset));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

/** What is encrypted begins with a header of twelve bytes (6.1.3). */
function bytesOf({ content = '', isEncrypted = false }: ZipEntry): Buffer {
  return Buffer.from(isEncrypted ? `twelve bytes${content}` : content);
}

/** What both headers say of an entry: from the version needed to the length of the name. */
function common(entry: ZipEntry): Buffer {
  const bytes = bytesOf(entry);
  const header = Buffer.alloc(26);
  header.writeUInt16LE(20, 0);
  header.writeUInt16LE(UTF8_NAMES | (entry.isEncrypted === true ? 1 : 0), 2);
  header.writeUInt32LE(crc32(bytes), 10);
  header.writeUInt32LE(bytes.length, 14);
  header.writeUInt32LE(bytes.length - (entry.isEncrypted === true ? 12 : 0), 18);
  header.writeUInt16LE(Buffer.byteLength(entry.name), 22);
  return header;
}

function localHeader(entry: ZipEntry): Buffer {
  return Buffer.concat([Buffer.from('PK\u0003\u0004'), common(entry), Buffer.from(entry.name)]);
}

function directoryHeader(entry: ZipEntry, offset: number): Buffer {
  const madeOnUnix = Buffer.from([30, 3]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
  rest.writeUInt32LE(offset, 10);
  return Buffer.concat([Buffer.from('PK\u0001\u0002'), madeOnUnix, common(entry), rest, Buffer.from(entry.name)]);
}
