import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import { printable } from '../printable.ts';
import { errorCode } from '../submission/read-regular-file.ts';

export interface FoundReports {
  /** Sorted paths. */
  readonly files: readonly string[];
  /** Whether the user named the one file, or its folder: a broken one is then the user's mistake, and not one of many. */
  readonly named: boolean;
}

/** How deep below a folder reports are looked for: `batch/<group>/<submission>/report.json`. */
const LEVELS = 4;

/**
 * The reports that a path stands for: a file, a folder with a `report.json`, or a folder with many below it: every
 * `report.json`, and every other `*.json` at its top. Throws a `UsageError` where there is none.
 */
export async function findReports(path: string): Promise<FoundReports> {
  const stats = await attempt(path, () => stat(path));
  if (!stats.isDirectory()) return { files: [path], named: true };
  const own = join(path, 'report.json');
  if (await isFile(own)) return { files: [own], named: true };
  const files = await attempt(path, () => findBelow(path, LEVELS));
  if (files.length === 0) {
    throw new UsageError(
      `There is no report in ${printable(path, 300)}. Name a report.json, its folder or a folder of reports.`,
    );
  }
  return { files: files.toSorted(), named: false };
}

/** Links are not followed: they could lead round in circles. */
async function findBelow(folder: string, levels: number): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.json'));
  const own = files
    .filter(({ name }) => levels === LEVELS || name === 'report.json')
    .map(({ name }) => join(folder, name));
  if (levels === 0) return own;
  const folders = entries.filter(
    (entry) => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules',
  );
  const below: string[] = [];
  for (const { name } of folders) below.push(...(await findBelow(join(folder, name), levels - 1)));
  return [...own, ...below];
}

async function attempt<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (cause) {
    const why = errorCode(cause) ?? String(cause);
    const fix = 'Name a report.json, its folder or a folder of reports.';
    throw new UsageError(`Cannot read ${printable(path, 300)} (${why}). ${fix}`, { cause });
  }
}

export async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
}
