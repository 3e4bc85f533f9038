/** Reports of two submissions never share a folder: the files of one would stand among those of the other. */

import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { UsageError } from '../errors.ts';
import type { Challenge } from '../model/challenge.ts';
import { parseDocument } from '../parse-document.ts';
import { printable } from '../printable.ts';
import { withPrivateFolder } from '../submission/private-folder.ts';
import { errorCode } from '../submission/read-regular-file.ts';
import { stageSubmission } from '../submission/stage-submission.ts';

/** One for each audience. */
export const REPORT_FILES = ['report.json', 'candidate.json', 'auditor.json'] as const;

/** All that has to be known of a report here, so that those of other kits are recognised too. */
const aboutFiles = z.object({
  schema: z.string().startsWith('grade.report/'),
  result: z.object({ submission: z.object({ treeHash: z.string() }) }),
});

/** Throws a `UsageError` where `folder` holds a report about other files than the submission's, before anything is graded. */
export async function keepOthersReports(folder: string, source: string, challenge: Challenge): Promise<void> {
  if ((await existingReports(folder)).length === 0) return;
  const { treeHash } = await withPrivateFolder((into) => stageSubmission({ source, challenge, into }));
  await keepOthers(folder, treeHash);
}

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
