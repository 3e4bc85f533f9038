import { realpath, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { UsageError } from '../errors.ts';
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

/** Finds the folder or archive that a user named; throws a `UsageError` when there is none. */
export async function locateSubmission(source: string): Promise<Location> {
  const shown = printable(source, 300);
  if (source === '' || source.includes('\0'))
    throw new UsageError(`"${shown}" is no path. Name the submission's folder.`);
  try {
    const root = await realpath(source);
    const stats = await stat(root);
    const isArchive = stats.isFile() && isArchiveName(basename(root));
    if (!stats.isDirectory() && !isArchive) {
      throw new UsageError(`${shown} is a file; a folder is expected, or an archive of one (${ARCHIVES}).`);
    }
    const name = isArchive ? withoutEnding(basename(root)) : basename(root);
    return { id: printable(name, 100) || 'submission', root, isArchive };
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    const code = errorCode(cause);
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw new UsageError(`${shown} does not exist. Name the submission's folder.`, { cause });
    }
    throw unreadable(source, cause);
  }
}
