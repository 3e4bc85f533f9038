import { openPromise } from 'yauzl';
import type { Entry as ZipEntry } from 'yauzl';
import type { Take } from './archive-tree.ts';

/** In the upper half of `versionMadeBy`: the zip was made where files have a mode, which is the upper half of an entry's attributes (APPNOTE.TXT 4.4.2, 4.4.15). */
const MADE_ON_UNIX = 3;
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const LINK = 0o120000;

/**
 * Hands on what stands in a zip's directory, and the contents that are asked for. Rejects with the library's error for what is no whole zip, holds a name
 * that leads out of it, or is compressed or encrypted in a way that cannot be read.
 */
export async function readZip(path: string, take: Take): Promise<void> {
  const zip = await openPromise(path, { autoClose: false });
  try {
    for await (const entry of zip.eachEntry()) {
      const put = take({ path: entry.fileName, kind: kindOf(entry), bytes: entry.uncompressedSize });
      if (put === null) continue;
      if (entry.isEncrypted()) throw new Error('it is encrypted');
      for await (const chunk of await zip.openReadStreamPromise(entry)) put(Buffer.from(chunk));
    }
  } finally {
    zip.close();
  }
}

function kindOf({ fileName, versionMadeBy, externalFileAttributes }: ZipEntry): Parameters<Take>[0]['kind'] {
  if (fileName.endsWith('/')) return 'folder';
  const type = versionMadeBy >>> 8 === MADE_ON_UNIX ? (externalFileAttributes >>> 16) & FILE_TYPE : 0;
  if (type === LINK) return 'link';
  return type === 0 || type === REGULAR ? 'file' : 'special';
}
