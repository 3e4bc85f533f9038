/** What was handed in, as staging sees it: names, kinds and contents, wherever they lie. Nothing of it is executed, and no link is followed. */

import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { printable } from '../printable.ts';
import { readRegularFile, unreadable } from './read-regular-file.ts';
import type { FileContent } from './read-regular-file.ts';

export interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'special';
}

/** Paths are relative to its top, with `/`; the top itself is the empty path. */
export interface SourceTree {
  /** What messages call it. */
  readonly shown: string;
  /** The entries of a folder, sorted by name, which does not depend on the file system; of more than `atMost` some are left out, and one too many is there. */
  readonly list: (folder: string, atMost: number) => Promise<readonly Entry[]>;
  /** `null` where there is nothing. */
  readonly kindOf: (path: string) => Promise<Entry['kind'] | null>;
  readonly read: (path: string, maxBytes: number) => Promise<FileContent>;
}

/** The files of a folder. Its methods throw a `UsageError` for what this user may not read. */
export function folderTree(root: string): SourceTree {
  return {
    shown: printable(root, 300),
    list: (folder, atMost) => listFolder(join(root, folder), atMost),
    kindOf: (path) => kindOf(join(root, path)).catch(() => null),
    read: (path, maxBytes) => readRegularFile(join(root, path), maxBytes),
  };
}

async function listFolder(folder: string, atMost: number): Promise<readonly Entry[]> {
  try {
    const names: string[] = [];
    for await (const { name } of await opendir(folder)) {
      names.push(name);
      if (names.length > atMost) break;
    }
    return await Promise.all(names.toSorted().map(async (name) => ({ name, kind: await kindOfEntry(folder, name) })));
  } catch (cause) {
    throw unreadable(folder, cause);
  }
}

async function kindOfEntry(folder: string, name: string): Promise<Entry['kind']> {
  // A name that is not UTF-8 cannot be passed back to lstat; it is skipped for its name anyway.
  return name.includes('\uFFFD') ? 'special' : kindOf(join(folder, name));
}

async function kindOf(path: string): Promise<Entry['kind']> {
  const stats = await lstat(path);
  if (stats.isSymbolicLink()) return 'link';
  if (stats.isDirectory()) return 'folder';
  return stats.isFile() ? 'file' : 'special';
}
