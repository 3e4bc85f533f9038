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

/** The folder for what is set aside. */
export const EARLIER = 'earlier';

/** All that has to be known of a report here, so that those of other kits are recognised too. */
const aboutFiles = z.object({
  schema: z.string().startsWith('grade.report/'),
  result: z.object({ submission: z.object({ treeHash: z.string() }) }),
});

/** Where a page, a member or property of a format for machines, or a row of a table names its submission. */
const ABOUT_PAGE =
  /(?:Submission (?:hash<\/dt>\s*<dd>)?|submissionHash"(?: value=|: ?)"|,(?=[^,]{71}\r$))(sha256:[0-9a-f]{64})/mu;
const PAGE_ENDINGS = Object.values(FILE_ENDINGS).filter((ending) => ending !== null && ending !== '.json');

/** A report that lies in a folder already. */
interface Lying {
  readonly path: string;
  /** `report`, `candidate` or `auditor`. */
  readonly name: string;
  /** The hash of the files that it is about; `null` for what is no report of this kit. */
  readonly about: string | null;
}

/** Throws a `UsageError` where `folder` holds a report about other files than those with this hash, or a file in a report's place. */
export async function keepOthers(folder: string, treeHash: string): Promise<void> {
  for (const { path, about } of await existingReports(folder)) {
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
  const reports = await existingReports(folder);
  const other = reports.find(({ about }) => about !== treeHash);
  if (other === undefined) return null;
  const aside = join(folder, EARLIER, /[0-9a-f]{8}/u.exec(other.about ?? '')?.[0] ?? 'unknown');
  await mkdir(aside, { recursive: true });
  const ours = reports.filter(({ about }) => about === treeHash).map(({ name }) => name);
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

async function existingReports(folder: string): Promise<readonly Lying[]> {
  const found = REPORT_FILES.map(async (file): Promise<readonly Lying[]> => {
    const path = join(folder, file);
    const name = basename(file, '.json');
    return (await exists(path)) ? [{ path, name, about: await treeHashIn(path) }] : pagesOf(folder, name);
  });
  return (await Promise.all(found)).flat();
}

/** For gradings that wrote no JSON. A page that names no submission may be anybody's. */
async function pagesOf(folder: string, name: string): Promise<readonly Lying[]> {
  const pages = PAGE_ENDINGS.map(async (ending): Promise<readonly Lying[]> => {
    const path = join(folder, `${name}${ending}`);
    const text = (await isFile(path)) ? await readFile(path, 'utf8') : '';
    const about = ABOUT_PAGE.exec(text)?.[1];
    return about === undefined ? [] : [{ path, name, about }];
  });
  return (await Promise.all(pages)).flat();
}

async function isFile(path: string): Promise<boolean> {
  return (await exists(path)) && (await lstat(path)).isFile();
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    (error: unknown) => errorCode(error) !== 'ENOENT' && errorCode(error) !== 'ENOTDIR',
  );
}

async function treeHashIn(path: string): Promise<string | null> {
  if (!(await isFile(path))) return null;
  const parsed = parseDocument(await readFile(path, 'utf8'), aboutFiles);
  return parsed.ok ? parsed.value.result.submission.treeHash : null;
}
