import { readdir, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { NothingGradableError, UsageError } from '../errors.ts';
import { printable } from '../printable.ts';
import { ARCHIVES, isArchiveName, withoutEnding } from './archive-names.ts';
import { errorCode, unreadable } from './read-regular-file.ts';

export interface Location {
  /** As `Submission.id`. */
  readonly id: string;
  /** Absolute, without symbolic links: a folder, or an archive of one. */
  readonly root: string;
  readonly isArchive: boolean;
}

const REPORT_FILE = /^(?:report|candidate|auditor)\.(?:json|html)$/u;
const READ_A_REPORT =
  'A report is not graded but read: grade render, explain, compare and audit take it. To grade, name the folder with src/ and tests/.';

/** Finds the folder or archive that a user named; throws a `UsageError` when there is none, and a `NothingGradableError` for a folder of reports. */
export async function locateSubmission(source: string): Promise<Location> {
  const shown = printable(source, 300);
  if (source === '' || source.includes('\0'))
    throw new UsageError(`"${shown}" is no path. Name the submission's folder.`);
  try {
    const root = await realpath(source);
    const stats = await stat(root);
    const isArchive = stats.isFile() && isArchiveName(basename(root));
    if (!stats.isDirectory() && !isArchive) {
      const fix = REPORT_FILE.test(basename(root)) ? ` ${READ_A_REPORT}` : '';
      throw new UsageError(`${shown} is a file; a folder is expected, or an archive of one (${ARCHIVES}).${fix}`);
    }
    if (!isArchive && (await holdsOnlyReports(root)))
      throw new NothingGradableError(`Nothing to grade in ${shown}. It holds reports. ${READ_A_REPORT}`);
    const name = isArchive ? withoutEnding(basename(root)) : basename(root);
    return { id: printable(name, 100) || 'submission', root, isArchive };
  } catch (cause) {
    if (cause instanceof UsageError || cause instanceof NothingGradableError) throw cause;
    const code = errorCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UsageError(`${shown} does not exist. Name the submission's folder.`, { cause });
    }
    throw unreadable(source, cause);
  }
}

/** At its top or one folder deeper, and nothing that looks like a hand-in or an archive there or below. */
async function holdsOnlyReports(root: string): Promise<boolean> {
  const near = await namesWithin(root, 1);
  if (!near.some((name) => REPORT_FILE.test(name))) return false;
  return !(await namesWithin(root, 2)).some((name) => name === 'src' || isArchiveName(name));
}

/** The names in a folder and in those down to so many levels below it. */
async function namesWithin(folder: string, levels: number): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const folders = levels === 0 ? [] : entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
  const below = await Promise.all(folders.map(({ name }) => namesWithin(join(folder, name), levels - 1)));
  return [...entries.map(({ name }) => name), ...below.flat()];
}
