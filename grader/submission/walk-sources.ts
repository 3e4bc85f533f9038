import { NothingGradableError } from '../errors.ts';
import type { StagingNote } from '../model/submission.ts';
import { CAPS } from './caps.ts';
import { printable } from '../printable.ts';
import type { Entry, SourceTree } from './source-tree.ts';

/** What there is to stage: paths relative to the submission with `/`, sorted; nothing has been opened yet. */
export interface Walk {
  readonly files: readonly string[];
  readonly notes: readonly StagingNote[];
}

interface Walking {
  readonly tree: SourceTree;
  readonly givenFiles: readonly string[];
  readonly files: string[];
  readonly notes: StagingNote[];
  entriesLeft: number;
}

const SOURCE_FOLDERS: readonly string[] = ['src', 'tests'];

/** Ordinary in a project and without meaning for the grading: not worth a note. */
const USUAL_AT_TOP =
  /^(?:\..*|node_modules|dist|coverage|package\.json|package-lock\.json|pnpm-lock\.yaml|yarn\.lock|bun\.lockb?|(?:ts|js)config.*\.json|(?:eslint|prettier|vite|vitest)\.config\..*|.*\.md|LICENSE|Thumbs\.db|__MACOSX)$/iu;
const USUAL_BELOW = /^(?:\.DS_Store|\._.*|\.git(?:keep|ignore)|Thumbs\.db)$/u;

/** Finds the `*.ts` below `src/` and `tests/` without opening any. */
export async function walkSources(tree: SourceTree, givenFiles: readonly string[]): Promise<Walk> {
  const walking: Walking = { tree, givenFiles, files: [], notes: [], entriesLeft: CAPS.entries };
  for (const entry of await listFolder(walking, '')) {
    if (SOURCE_FOLDERS.includes(entry.name)) await visitSourceFolder(walking, entry);
    else if (!USUAL_AT_TOP.test(entry.name) && !givenFiles.includes(entry.name)) {
      note(walking, 'ignored', entry.name, 'Only src/ and tests/ are graded.');
    }
  }
  return { files: walking.files.toSorted(), notes: walking.notes };
}

async function visitSourceFolder(walking: Walking, entry: Entry): Promise<void> {
  if (entry.kind === 'folder') return visitFolder(walking, entry.name, 1);
  const what = entry.kind === 'link' ? 'is a symbolic link' : 'is no folder';
  if (entry.name === 'src') {
    throw new NothingGradableError(`src in ${walking.tree.shown} ${what}; it must be a folder with the solution.`);
  }
  note(walking, 'skipped', entry.name, `It ${what}.`);
}

/** `depth` counts the folders down to and including `folder`. */
async function visitFolder(walking: Walking, folder: string, depth: number): Promise<void> {
  for (const entry of await listFolder(walking, folder)) {
    if (USUAL_BELOW.test(entry.name)) continue;
    const path = `${folder}/${entry.name}`;
    const reason = reasonToSkip(path, entry, depth);
    if (reason !== null) note(walking, 'skipped', path, reason);
    else if (entry.name.startsWith('.') || entry.name === 'node_modules') {
      note(walking, 'ignored', path, 'Hidden files and node_modules are not graded.');
    } else if (entry.kind === 'folder') await visitFolder(walking, path, depth + 1);
    else if (!path.endsWith('.ts')) note(walking, 'ignored', path, 'Only *.ts files are graded.');
    else if (!walking.givenFiles.includes(path)) walking.files.push(path);
  }
}

/** What the compiler prints behind a path: `(3,4): error TS2322: `. It would be read as one of another file. */
const COMPILER_MESSAGE = /\(\d+,\d+\): error TS\d+: /u;

function reasonToSkip(path: string, entry: Entry, depth: number): string | null {
  if (printable(entry.name, entry.name.length) !== entry.name) return 'Its name has invisible or control characters.';
  if (entry.name.includes('\uFFFD')) return 'Its name is not valid UTF-8.';
  if (entry.name.includes('\\')) return 'Its name has a backslash, which not every system can hold.';
  if (COMPILER_MESSAGE.test(path)) return 'Its path reads like a message of the compiler.';
  if (entry.kind === 'link') return 'It is a symbolic link; links are not followed.';
  if (entry.kind === 'special') return 'It is no regular file.';
  if (path.length > CAPS.pathLength) return `Its path is longer than ${CAPS.pathLength} characters.`;
  if (entry.kind === 'folder' && depth >= CAPS.depth) return `It lies deeper than ${CAPS.depth} folders.`;
  return null;
}

async function listFolder(walking: Walking, folder: string): Promise<readonly Entry[]> {
  const entries = await walking.tree.list(folder, walking.entriesLeft);
  if (entries.length > walking.entriesLeft) throw tooManyEntries(walking.tree);
  walking.entriesLeft -= entries.length;
  return entries;
}

function tooManyEntries({ shown }: SourceTree): NothingGradableError {
  const cap = CAPS.entries.toLocaleString('en-US');
  return new NothingGradableError(
    `${shown} holds more than ${cap} files and folders in its top folder, src/ and tests/ together; at most ${cap} are looked at.`,
  );
}

function note(walking: Walking, kind: StagingNote['kind'], path: string, message: string): void {
  walking.notes.push({ kind, path: printable(path, CAPS.pathLength), message });
}
