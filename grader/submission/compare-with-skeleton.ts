import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileChange } from '../model/submission.ts';
import type { FileBytes } from './fingerprint.ts';
import type { StagingRules } from './restore-given-files.ts';
import { folderTree } from './source-tree.ts';
import { walkSources } from './walk-sources.ts';

/** What became of the skeleton's files, and what came beside them; sorted by path. Line endings and byte order marks do not count. */
export async function compareWithSkeleton(
  files: readonly FileBytes[],
  { skeletonRoot, givenFiles }: StagingRules,
): Promise<readonly FileChange[]> {
  const begun = (await walkSources(folderTree(skeletonRoot), givenFiles)).files;
  const before = new Map(
    await Promise.all(begun.map(async (path) => [path, linesOf(await readFile(join(skeletonRoot, path)))] as const)),
  );
  const after = new Map(files.map(({ path, bytes }) => [path, linesOf(bytes)]));
  return [...new Set([...before.keys(), ...after.keys()])]
    .toSorted()
    .map((path) => changeOf(path, before.get(path), after.get(path)));
}

type Lines = readonly string[] | undefined;

function changeOf(path: string, before: Lines, after: Lines): FileChange {
  const linesAdded = countMissing(after ?? [], before ?? []);
  const linesRemoved = countMissing(before ?? [], after ?? []);
  return { path, status: statusOf(before, after), lines: after?.length ?? 0, linesAdded, linesRemoved };
}

function statusOf(before: Lines, after: Lines): FileChange['status'] {
  if (before === undefined) return 'added';
  if (after === undefined) return 'removed';
  return before.join('\n') === after.join('\n') ? 'unchanged' : 'changed';
}

/** How many lines of `these` have no partner among `those`. */
function countMissing(these: readonly string[], those: readonly string[]): number {
  const left = new Map<string, number>();
  for (const line of those) left.set(line, (left.get(line) ?? 0) + 1);
  return these.filter((line) => {
    const count = left.get(line) ?? 0;
    left.set(line, count - 1);
    return count <= 0;
  }).length;
}

function linesOf(bytes: Uint8Array): readonly string[] {
  const text = Buffer.from(bytes)
    .toString('utf8')
    .replace(/^\uFEFF/u, '');
  const lines = text.split(/\r\n|\n|\r/u);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
