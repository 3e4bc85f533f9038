import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Submission } from '../model/submission.ts';

/** The text of those staged files whose paths are asked for; other paths are left out. */
export async function readStagedSources(
  { stagedRoot, files }: Pick<Submission, 'stagedRoot' | 'files'>,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const paths = files.map(({ path }) => path).filter((path) => wanted.has(path));
  return new Map(
    await Promise.all(paths.map(async (path) => [path, await readFile(join(stagedRoot, path), 'utf8')] as const)),
  );
}
