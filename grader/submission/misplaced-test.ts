import type { StagingNote } from '../model/submission.ts';

/**
 * The note on a test that stands among the sources, or `null`. It is left out: nothing of a solution can import `vitest`, and types that
 * `src/` does not have would fail Q1, although the candidate's own type check knows them.
 */
export function misplacedTestNote(path: string, bytes: Buffer): StagingNote | null {
  if (!/^src\/.*\.(?:test|spec)\.ts$/.test(path) || !IMPORTS_VITEST.test(bytes.toString())) return null;
  return { kind: 'skipped', path, message: 'It is a test, and only those below tests/ are run: it was left out.' };
}

const IMPORTS_VITEST = /\bfrom\s*(["'])vitest\1/;
