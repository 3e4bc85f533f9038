import { lstat, readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { NothingGradableError, UsageError } from '../errors.ts';
import type { EntryFiles } from '../model/challenge.ts';
import { printable } from '../printable.ts';
import { errorCode, unreadable } from './read-regular-file.ts';

export interface Location {
  /** As `Submission.id`. */
  readonly id: string;
  /** Absolute, without symbolic links. */
  readonly root: string;
}

/** How many folders below a hand-in are tried when the project is not at its top. */
const DEEPER = { levels: 2, folders: 50 } as const;

/** Finds the folder that a user named; throws a `UsageError` when there is none. */
export async function locateSubmission(source: string): Promise<Location> {
  const shown = printable(source, 300);
  if (source === '' || source.includes('\0'))
    throw new UsageError(`"${shown}" is no path. Name the submission's folder.`);
  try {
    const root = await realpath(source);
    if (!(await stat(root)).isDirectory()) {
      throw new UsageError(`${shown} is a file; a folder is expected. Unpack an archive first and name its folder.`);
    }
    return { id: printable(basename(root), 100) || 'submission', root };
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const code = errorCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UsageError(`${shown} does not exist. Name the submission's folder.`, { cause });
    }
    throw unreadable(source, cause);
  }
}

/** The error for a folder that holds no solution: says what was looked for and, where it finds any, where it probably is. */
export async function nothingGradable(root: string, entry: EntryFiles): Promise<NothingGradableError> {
  const hint = hintAt(root, await findProjects(root, entry));
  return new NothingGradableError(
    `Nothing to grade in ${printable(root, 300)}: neither ${entry.store} nor ${entry.processor} is there as a regular file.${hint}`,
  );
}

/** The folders below `root` that hold a solution, as far as they are looked for. */
export async function findProjects(root: string, entry: EntryFiles): Promise<readonly string[]> {
  return findDeeper(root, entry, DEEPER.levels);
}

/** Whether a solution, or a part of it, lies at the top of this folder. */
export async function isProject(folder: string, entry: EntryFiles): Promise<boolean> {
  return (await isFile(join(folder, entry.store))) || (await isFile(join(folder, entry.processor)));
}

function hintAt(root: string, found: readonly string[]): string {
  const [first] = found;
  if (first === undefined) return '';
  const shown = printable(first, 300);
  return found.length === 1
    ? ` Did you mean ${shown}?`
    : ` It holds ${found.length} hand-ins: name one, such as ${shown}, or grade them all with: grade batch ${JSON.stringify(printable(root, 300))}`;
}

async function findDeeper(folder: string, entry: EntryFiles, levels: number): Promise<readonly string[]> {
  if (levels === 0) return [];
  const found: string[] = [];
  for (const child of await foldersIn(folder)) {
    found.push(...((await isProject(child, entry)) ? [child] : await findDeeper(child, entry, levels - 1)));
  }
  return found;
}

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map((entry) => join(folder, entry.name))
    .toSorted()
    .slice(0, DEEPER.folders);
}

async function isFile(path: string): Promise<boolean> {
  return lstat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
