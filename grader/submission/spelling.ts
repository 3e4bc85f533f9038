/** Names that one system takes for the same and another does not: those that differ in capital letters, and letters with marks in one piece or in two. */

import { UsageError } from '../errors.ts';
import type { FileBytes } from './fingerprint.ts';
import type { SourceTree } from './source-tree.ts';

const MOST_ENTRIES = 2_000;

/** The path in the tree that differs from this one in capital letters alone; `null` where there is none. */
export async function otherwiseWritten(tree: SourceTree, path: string): Promise<string | null> {
  let at = '';
  for (const name of path.split('/')) {
    const entries = await tree.list(at, MOST_ENTRIES).catch((error: unknown) => {
      if (error instanceof UsageError) return [];
      throw error;
    });
    const names = entries.map((entry) => entry.name);
    const found = names.find((it) => it === name) ?? names.find((it) => it.toLowerCase() === name.toLowerCase());
    if (found === undefined) return null;
    at = at === '' ? found : `${at}/${found}`;
  }
  return at === path ? null : at;
}

/**
 * The files under names whose letters are in one piece (NFC), as imports mostly have them: some systems store `ü` as `u` and a mark (NFD), and find it all the
 * same. A name that a source has in the form of its file stays.
 */
export function composeNames(files: readonly FileBytes[]): readonly FileBytes[] {
  const paths = new Set(files.map(({ path }) => path));
  return files.map((file) => {
    const composed = file.path.normalize('NFC');
    if (composed === file.path || paths.has(composed) || isNamed(file.path, files)) return file;
    return { ...file, path: composed };
  });
}

/** Whether a source holds one of the names on the way to a file that are not composed. */
function isNamed(path: string, files: readonly FileBytes[]): boolean {
  const names = path.split('/').flatMap((name) => (name === name.normalize('NFC') ? [] : [name.replace(/\.ts$/u, '')]));
  return files.some(({ bytes }) => names.some((name) => Buffer.from(bytes).includes(name)));
}
