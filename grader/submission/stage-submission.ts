/** Copies what may be graded of a hand-in into a private folder. Reads files, executes nothing, writes nothing into the hand-in. */

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { NothingGradableError } from '../errors.ts';
import type { StagingNote, Submission } from '../model/submission.ts';
import { printable } from '../printable.ts';
import { CAPS, inKib } from './caps.ts';
import { compareWithSkeleton } from './compare-with-skeleton.ts';
import { sha256, treeHash } from './fingerprint.ts';
import type { FileBytes } from './fingerprint.ts';
import { locateSubmission } from './locate-submission.ts';
import type { Location } from './locate-submission.ts';
import { misplacedTestNote } from './misplaced-test.ts';
import { nothingGradable, openSources } from './open-sources.ts';
import { restoreGivenFiles } from './restore-given-files.ts';
import type { StagingRules } from './restore-given-files.ts';
import { contentNote } from './source-encoding.ts';
import type { SourceTree } from './source-tree.ts';
import { composeNames, otherwiseWritten } from './spelling.ts';
import { walkSources } from './walk-sources.ts';

export interface StageOptions {
  /** Path of the submission, as the user gave it. */
  readonly source: string;
  readonly challenge: StagingRules;
  /** An empty folder that nobody else uses; it becomes `Submission.stagedRoot`. */
  readonly into: string;
}

interface Sources {
  readonly files: readonly FileBytes[];
  readonly notes: readonly StagingNote[];
}

/**
 * Stages one submission. Throws a `UsageError` for a path that is no readable folder or archive and a `NothingGradableError` for
 * one without a solution or beyond the caps; everything else that is odd becomes a note.
 */
export async function stageSubmission(options: StageOptions): Promise<Submission> {
  const { challenge, into } = options;
  const { location, tree, sources, missing } = await takeOver(options);
  for (const file of sources.files) await writeStaged(into, file);
  const givenNotes = await restoreGivenFiles(tree, challenge, into);
  return {
    id: location.id,
    source: location.root,
    stagedRoot: into,
    treeHash: treeHash(sources.files),
    files: sources.files.map(({ path, bytes }) => ({ path, bytes: bytes.byteLength, sha256: sha256(bytes) })),
    changes: await compareWithSkeleton(sources.files, challenge),
    notes: inOrder([...sources.notes, ...missing, ...givenNotes]),
  };
}

/** The `treeHash` that staging would give, without staging anything; throws as it would. */
export async function submissionHash(options: Omit<StageOptions, 'into'>): Promise<string> {
  const { sources } = await takeOver(options);
  return treeHash(sources.files);
}

interface Taken {
  readonly location: Location;
  readonly tree: SourceTree;
  readonly sources: Sources;
  /** Notes on entry files that are not there. */
  readonly missing: readonly StagingNote[];
}

/** Reads what is to be graded into memory. */
async function takeOver({ source, challenge }: Omit<StageOptions, 'into'>): Promise<Taken> {
  const location = await locateSubmission(source);
  const tree = await openSources(location, challenge.entry);
  const sources = await readSources(tree, challenge);
  const missing = await missingEntries(tree, sources.files, challenge);
  if (missing.length === 2) throw await nothingGradable(location, tree, challenge.entry);
  return { location, tree, sources, missing };
}

async function readSources(tree: SourceTree, challenge: StagingRules): Promise<Sources> {
  const walk = await walkSources(tree, challenge.givenFiles);
  if (walk.files.length > CAPS.files) {
    throw overCap(tree, `${walk.files.length} TypeScript files`, `${CAPS.files}`);
  }
  const files: FileBytes[] = [];
  const notes: StagingNote[] = [...walk.notes];
  let bytesLeft: number = CAPS.totalBytes;
  for (const path of walk.files) {
    const content = await tree.read(path, CAPS.fileBytes);
    const note =
      content.status === 'read'
        ? (contentNote(path, content.bytes) ?? misplacedTestNote(path, content.bytes))
        : skippedNote(path, content.reason);
    if (note !== null) notes.push(note);
    if (content.status !== 'read' || note?.kind === 'skipped') continue;
    bytesLeft -= content.bytes.byteLength;
    if (bytesLeft < 0) throw overCap(tree, `more than ${inKib(CAPS.totalBytes)} of TypeScript`, inKib(CAPS.totalBytes));
    files.push({ path, bytes: content.bytes });
  }
  return { files: composeNames(files), notes };
}

async function missingEntries(
  tree: SourceTree,
  files: readonly FileBytes[],
  { entry }: StagingRules,
): Promise<readonly StagingNote[]> {
  const paths = [entry.store, entry.processor].filter((path) => !files.some((file) => file.path === path));
  return Promise.all(
    paths.map(async (path): Promise<StagingNote> => {
      const other = await otherwiseWritten(tree, path);
      const what = other === null ? 'was not handed in' : `was handed in as ${printable(other, CAPS.pathLength)}`;
      return { kind: 'missing-entry', path, message: `It ${what}: the rules that need it cannot be met.` };
    }),
  );
}

async function writeStaged(into: string, file: FileBytes): Promise<void> {
  const target = join(into, file.path);
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, file.bytes);
}

function skippedNote(path: string, reason: string): StagingNote {
  return { kind: 'skipped', path, message: `It ${reason}.` };
}

function overCap({ shown }: SourceTree, found: string, cap: string): NothingGradableError {
  return new NothingGradableError(`${shown} has ${found} in src/ and tests/; at most ${cap} are graded.`);
}

/** By path, then kind; the notes beyond the cap become one that counts them. What costs rules is never among those. */
function inOrder(notes: readonly StagingNote[]): readonly StagingNote[] {
  const sortKey = (note: StagingNote): string => `${note.path}\0${note.kind}`;
  const byPath = notes.toSorted((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
  if (byPath.length <= CAPS.notes) return byPath;
  const ignored = byPath.filter((note) => note.kind === 'ignored');
  const others = byPath.filter((note) => note.kind !== 'ignored');
  const kept = [
    ...others.filter((note) => note.kind !== 'skipped'),
    ...others.filter((note) => note.kind === 'skipped'),
  ];
  const shown = [...kept, ...ignored].slice(0, CAPS.notes - 1);
  const more = byPath.length - shown.length;
  return [...shown, { kind: 'ignored', path: '…', message: `${more} more files or folders were skipped or ignored.` }];
}
