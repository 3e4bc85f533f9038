/** Reports of two submissions never share a folder: the files of one would stand among those of the other. */

import { lstat, mkdir, readdir, readFile, rename } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import { parseDocument } from '../parse-document.ts';
import { printable } from '../printable.ts';
import { FILE_ENDINGS } from '../reporters/formats.ts';
import { errorCode } from '../submission/read-regular-file.ts';

/** One for each audience. */
export const REPORT_FILES = ['report.json', 'candidate.json', 'auditor.json'] as const;

/** All that has to be known of a report here, so that those of other kits are recognised too. */
const aboutFiles = z.object({
  schema: z.string().startsWith('grade.report/'),
  result: z.object({ submission: z.object({ treeHash: z.string() }) }),
});

/** Throws a `UsageError` where `folder` holds a report about other files than those with this hash, or a file in a report's place. */
export async function keepOthers(folder: string, treeHash: string): Promise<void> {
  for (const path of await existingReports(folder)) {
    const about = await treeHashIn(path);
    if (about === treeHash) continue;
    const what = about === null ? 'a file that is no report of this kit' : 'a report about other files';
    throw new UsageError(
      `${printable(path, 300)} is ${what}, and what belongs to it would be overwritten. Choose another folder with --out, or remove the old files first.`,
    );
  }
}

/**
 * Moves what `folder` holds of reports about other files than those with this hash into `earlier/<its hash>` in there, and answers where that
 * is; `null` where there is nothing of the kind.
 */
export async function setOthersAside(folder: string, treeHash: string): Promise<string | null> {
  const reports = await Promise.all(
    (await existingReports(folder)).map(async (path) => ({ path, about: await treeHashIn(path) })),
  );
  const other = reports.find(({ about }) => about !== treeHash);
  if (other === undefined) return null;
  const aside = join(folder, 'earlier', /[0-9a-f]{8}/u.exec(other.about ?? '')?.[0] ?? 'unknown');
  await mkdir(aside, { recursive: true });
  const ours = reports.filter(({ about }) => about === treeHash).map(({ path }) => basename(path, '.json'));
  const names = (await readdir(folder)).filter(
    (name) => WRITTEN.has(name) && !ours.some((own) => name.startsWith(`${own}.`)),
  );
  await Promise.all(names.map((name) => rename(join(folder, name), join(aside, name))));
  return aside;
}

/** Every file that a grading can write. */
const WRITTEN: ReadonlySet<string> = new Set(
  REPORT_FILES.flatMap((json) =>
    Object.values(FILE_ENDINGS).flatMap((ending) => (ending === null ? [] : [`${basename(json, '.json')}${ending}`])),
  ),
);

async function existingReports(folder: string): Promise<readonly string[]> {
  const paths = REPORT_FILES.map((name) => join(folder, name));
  const exist = await Promise.all(paths.map(exists));
  return paths.filter((_, index) => exist[index]);
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: unknown) => errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR',
  );
}

async function treeHashIn(path: string): Promise<string | null> {
  if (!(await lstat(path)).isFile()) return null;
  const parsed = parseDocument(await readFile(path, 'utf8'), aboutFiles);
  return parsed.ok ? parsed.value.result.submission.treeHash : null;
}
