import { mkdir, open, realpath, rename, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Location } from '../submission/locate-submission.ts';
import { errorCode } from '../submission/read-regular-file.ts';

/** A folder that is known to be writable. */
export interface ReportFolder {
  readonly path: string;
  /** Writes a file whole or not at all, and answers its path. */
  readonly write: (name: string, text: string) => Promise<string>;
  /** Removes the folder again, if it was made for this report and is still empty. */
  readonly discard: () => Promise<void>;
}

/**
 * Where the reports of a submission go: `out`, or `grade-report/<id>` in the working directory. Inside a submission nothing is
 * ever written: with the working directory in there the default is beside the submission, and such an `out` is a `UsageError`.
 */
export async function chooseReportFolder(
  out: string | undefined,
  submission: Pick<Location, 'id' | 'root'>,
  called = 'the submission',
): Promise<string> {
  const cwd = await realpath(process.cwd());
  const base = isInside(cwd, submission.root) ? dirname(submission.root) : cwd;
  const folderName = submission.id.replaceAll('\\', '_');
  const chosen = out === undefined ? join(base, 'grade-report', folderName) : resolve(out);
  if (isInside(await realPathOf(chosen), submission.root)) {
    const instead = join(dirname(submission.root), 'grade-report', folderName);
    throw new UsageError(
      `The reports would go to ${chosen}, inside ${called}, where nothing is ever written. Choose a folder outside, such as --out ${JSON.stringify(instead)}.`,
    );
  }
  return chosen;
}

/** Creates the folder where needed and proves that a file can be written there; throws a `UsageError` otherwise. */
export async function openReportFolder(path: string): Promise<ReportFolder> {
  try {
    const firstCreated = await makeFolders(path);
    const probe = join(path, `.grade-probe-${process.pid}`);
    await writeFile(probe, '', { flag: 'wx' });
    await rm(probe);
    return {
      path,
      write: (name, text) => writeAtomically(join(path, name), text),
      discard: () => removeCreated(path, firstCreated),
    };
  } catch (cause) {
    throw notWritable(path, cause);
  }
}

/**
 * Creates `path` and what is missing above it, and answers the first folder created. One at a time: `mkdir` with `recursive`
 * never returns below a folder that denies its own existence (`/proc/x`).
 */
async function makeFolders(path: string): Promise<string | undefined> {
  const existing = await stat(path).catch(() => null);
  if (existing !== null) {
    if (existing.isDirectory()) return undefined;
    throw new UsageError(`Cannot write reports below ${path}: it is no folder. Choose another folder with --out.`);
  }
  const above = dirname(path) === path ? undefined : await makeFolders(dirname(path));
  await mkdir(path);
  return above ?? path;
}

async function writeAtomically(path: string, text: string): Promise<string> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    const file = await open(temporary, 'w');
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    return path;
  } catch (cause) {
    await rm(temporary, { force: true });
    throw notWritable(path, cause);
  }
}

/** From `path` up to the first folder that was created; `rmdir` leaves what is not empty. */
async function removeCreated(path: string, firstCreated: string | undefined): Promise<void> {
  if (firstCreated === undefined) return;
  for (let folder = path; isInside(folder, firstCreated); folder = dirname(folder)) {
    const removed = await rmdir(folder).then(
      () => true,
      () => false,
    );
    if (!removed) return;
  }
}

/** The real path of what may not exist yet: links in the part that exists are resolved. */
async function realPathOf(path: string): Promise<string> {
  const real = await realpath(path).catch(() => null);
  if (real !== null) return real;
  const parent = dirname(path);
  return parent === path ? path : join(await realPathOf(parent), relative(parent, path));
}

function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || (way !== '..' && !/^\.\.[/\\]/u.test(way) && !isAbsolute(way));
}

function notWritable(path: string, cause: unknown): UsageError {
  if (cause instanceof UsageError) return cause;
  const why = errorCode(cause) ?? String(cause);
  return new UsageError(`Cannot write to ${path} (${why}). Choose another folder with --out.`, { cause });
}
