/** The test files of a staged submission. */

import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Paths of `tests/**\/*.test.ts` in the submission, with `/`, sorted by code units. */
export async function findTestFiles(stagedRoot: string): Promise<string[]> {
  const entries = await readdir(join(stagedRoot, 'tests'), { recursive: true, withFileTypes: true }).catch(ifMissing);
  return entries
    .filter((entry) => entry.isFile() && entry.name.endsWith('.test.ts'))
    .map((entry) => relative(stagedRoot, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function ifMissing(error: unknown): [] {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
  throw error;
}
