import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ChallengeError } from '../errors.ts';
import type { Challenge } from '../model/challenge.ts';
import type { StagingNote } from '../model/submission.ts';
import { CAPS } from './caps.ts';
import { printable } from '../printable.ts';
import type { SourceTree } from './source-tree.ts';

/** What staging needs to know of a challenge. */
export type StagingRules = Pick<Challenge, 'id' | 'entry' | 'givenFiles' | 'skeletonRoot'>;

/**
 * Writes the challenge's given files into the staged copy, after and over everything of the candidate's, and notes those
 * that were handed in with an edit. One that was not handed in is no edit.
 */
export async function restoreGivenFiles(
  tree: SourceTree,
  challenge: StagingRules,
  into: string,
): Promise<readonly StagingNote[]> {
  const notes: StagingNote[] = [];
  for (const path of challenge.givenFiles) {
    const original = await readOriginal(challenge, path);
    await mkdir(dirname(join(into, path)), { recursive: true });
    await writeFile(join(into, path), original);
    if (await isEdited(tree, path, original)) {
      const message = 'This file is given; it was changed, and is graded as it was given.';
      notes.push({ kind: 'given-file-changed', path: printable(path, CAPS.pathLength), message });
    }
  }
  return notes;
}

async function readOriginal(challenge: StagingRules, path: string): Promise<Buffer> {
  try {
    return await readFile(join(challenge.skeletonRoot, path));
  } catch (cause) {
    const message = `Challenge ${challenge.id} gives ${path}, which is not in ${challenge.skeletonRoot}.`;
    throw new ChallengeError(message, { cause });
  }
}

/** Whether the candidate's copy differs in more than line endings and a byte order mark. */
async function isEdited(tree: SourceTree, path: string, original: Buffer): Promise<boolean> {
  const parts = path.split('/');
  for (const index of parts.keys()) {
    const kind = await tree.kindOf(parts.slice(0, index + 1).join('/'));
    if (kind === null) return false;
    if (kind !== (index === parts.length - 1 ? 'file' : 'folder')) return true;
  }
  const content = await tree.read(path, CAPS.fileBytes);
  return content.status !== 'read' || plainText(content.bytes) !== plainText(original);
}

function plainText(bytes: Buffer): string {
  return bytes
    .toString('utf8')
    .replace(/^\uFEFF/u, '')
    .replaceAll('\r\n', '\n');
}
