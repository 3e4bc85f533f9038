/** Where in a hand-in the solution lies: at its top, as it should, or deeper, as unpacked archives and groups have it. */

import { UsageError } from '../errors.ts';
import type { EntryFiles } from '../model/challenge.ts';
import type { SourceTree } from './source-tree.ts';

/** How many folders below a hand-in are tried when the project is not at its top. */
const DEEPER = { levels: 2, folders: 50, entries: 2_000 } as const;

/** Whether a solution, or a part of it, lies at the top. */
export function isProject(tree: SourceTree, entry: EntryFiles): Promise<boolean> {
  return isProjectIn(tree, '', entry);
}

/** The paths of the folders below the top that hold a solution, as far as they are looked for. */
export function findProjects(tree: SourceTree, entry: EntryFiles): Promise<readonly string[]> {
  return findDeeper(tree, { folder: '', entry, levels: DEEPER.levels });
}

interface Search {
  readonly folder: string;
  readonly entry: EntryFiles;
  readonly levels: number;
}

async function findDeeper(tree: SourceTree, { folder, entry, levels }: Search): Promise<readonly string[]> {
  if (levels === 0) return [];
  const found: string[] = [];
  for (const child of await foldersIn(tree, folder)) {
    const search = { folder: child, entry, levels: levels - 1 };
    found.push(...((await isProjectIn(tree, child, entry)) ? [child] : await findDeeper(tree, search)));
  }
  return found;
}

async function isProjectIn(tree: SourceTree, folder: string, { store, processor }: EntryFiles): Promise<boolean> {
  const kinds = [store, processor].map((path) => tree.kindOf(below(folder, path)));
  return (await Promise.all(kinds)).includes('file');
}

async function foldersIn(tree: SourceTree, folder: string): Promise<readonly string[]> {
  const entries = await tree.list(folder, DEEPER.entries).catch((error: unknown) => {
    if (error instanceof UsageError) return [];
    throw error;
  });
  return entries
    .filter(({ name, kind }) => kind === 'folder' && !/^(?:\..*|node_modules|__MACOSX)$/u.test(name))
    .map(({ name }) => below(folder, name))
    .slice(0, DEEPER.folders);
}

/** The part of a tree below a folder, as a tree. */
export function subtree(tree: SourceTree, folder: string): SourceTree {
  return {
    shown: `${tree.shown}/${folder}`,
    list: (path, atMost) => tree.list(path === '' ? folder : below(folder, path), atMost),
    kindOf: (path) => tree.kindOf(below(folder, path)),
    read: (path, maxBytes) => tree.read(below(folder, path), maxBytes),
  };
}

function below(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}
