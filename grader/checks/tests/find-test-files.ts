/** The test files of a staged submission. */

import { readdir } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** Paths in the submission, with `/`, each list sorted by code units. */
export interface TestFiles {
  /** `tests/**\/*.test.ts`. */
  readonly files: readonly string[];
  /** What other set-ups would take for tests: `*.spec.ts`, and tests outside of `tests/`. */
  readonly misplaced: readonly string[];
}

export async function findTestFiles(stagedRoot: string): Promise<TestFiles> {
  const [tests, sources] = await Promise.all([filesIn(stagedRoot, 'tests'), filesIn(stagedRoot, 'src')]);
  return {
    files: tests.filter((path) => path.endsWith('.test.ts')),
    misplaced: [
      ...tests.filter((path) => path.endsWith('.spec.ts')),
      ...sources.filter((path) => /\.(test|spec)\.ts$/.test(path)),
    ],
  };
}

async function filesIn(stagedRoot: string, folder: string): Promise<readonly string[]> {
  const entries = await readdir(join(stagedRoot, folder), { recursive: true, withFileTypes: true }).catch(ifMissing);
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(stagedRoot, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .sort();
}

function ifMissing(error: unknown): [] {
  if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
  throw error;
}
