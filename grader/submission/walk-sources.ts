import { lstat, opendir } from 'node:fs/promises';
import { join } from 'node:path';
import { NothingGradableError } from '../errors.ts';
import type { StagingNote } from '../model/submission.ts';
import { CAPS } from './caps.ts';
import { printable } from '../printable.ts';
import { unreadable } from './read-regular-file.ts';

/** What there is to stage: paths relative to the submission with `/`, sorted; nothing has been opened yet. */
export interface Walk {
  readonly files: readonly string[];
  readonly notes: readonly StagingNote[];
}

interface Entry {
  readonly name: string;
  readonly kind: 'file' | 'folder' | 'link' | 'special';
}

interface Walking {
  readonly root: string;
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

/** Finds the `*.ts` below `src/` and `tests/` by `lstat` alone: links are not followed, nothing is opened but folders. */
export async function walkSources(root: string, givenFiles: readonly string[]): Promise<Walk> {
  const walking: Walking = { root, givenFiles, files: [], notes: [], entriesLeft: CAPS.entries };
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
    throw new NothingGradableError(
      `src in ${printable(walking.root, 300)} ${what}; it must be a folder with the solution.`,
    );
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

/** The entries of one folder in the order of their names, which does not depend on the file system. */
async function listFolder(walking: Walking, folder: string): Promise<readonly Entry[]> {
  const absolute = join(walking.root, folder);
  try {
    const names: string[] = [];
    for await (const { name } of await opendir(absolute)) {
      if (walking.entriesLeft === 0) throw tooManyEntries(walking.root);
      walking.entriesLeft -= 1;
      names.push(name);
    }
    return await Promise.all(names.toSorted().map((name) => entryOf(absolute, name)));
  } catch (cause) {
    throw cause instanceof NothingGradableError ? cause : unreadable(absolute, cause);
  }
}

async function entryOf(folder: string, name: string): Promise<Entry> {
  // A name that is not UTF-8 cannot be passed back to lstat; it is skipped for its name anyway.
  if (name.includes('\uFFFD')) return { name, kind: 'special' };
  const stats = await lstat(join(folder, name));
  if (stats.isSymbolicLink()) return { name, kind: 'link' };
  if (stats.isDirectory()) return { name, kind: 'folder' };
  return { name, kind: stats.isFile() ? 'file' : 'special' };
}

function tooManyEntries(root: string): NothingGradableError {
  const cap = CAPS.entries.toLocaleString('en-US');
  return new NothingGradableError(
    `${printable(root, 300)} holds more than ${cap} files and folders in its top folder, src/ and tests/ together; at most ${cap} are looked at.`,
  );
}

function note(walking: Walking, kind: StagingNote['kind'], path: string, message: string): void {
  walking.notes.push({ kind, path: printable(path, CAPS.pathLength), message });
}
