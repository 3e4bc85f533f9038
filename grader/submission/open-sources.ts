import { join } from 'node:path';
import { NothingGradableError } from '../errors.ts';
import type { EntryFiles } from '../model/challenge.ts';
import { printable } from '../printable.ts';
import { openArchive } from './archive-tree.ts';
import { findProjects, isProject, subtree } from './find-projects.ts';
import type { Location } from './locate-submission.ts';
import { folderTree } from './source-tree.ts';
import type { SourceTree } from './source-tree.ts';
import { otherwiseWritten } from './spelling.ts';

/**
 * The files of a hand-in. An archive mostly has one folder in it, which has the project: that one is taken. Throws a `NothingGradableError` for an
 * archive that cannot be unpacked.
 */
export async function openSources({ root, isArchive }: Location, entry: EntryFiles): Promise<SourceTree> {
  if (!isArchive) return folderTree(root);
  const tree = await openArchive(root);
  if (await isProject(tree, entry)) return tree;
  const [only, ...others] = await findProjects(tree, entry);
  return only === undefined || others.length > 0 ? tree : subtree(tree, only);
}

/** The error for a hand-in without a solution: says what was looked for and, where it finds any, where it probably is. */
export async function nothingGradable(
  { root, isArchive }: Location,
  tree: SourceTree,
  entry: EntryFiles,
): Promise<NothingGradableError> {
  const found = (await findProjects(tree, entry)).map((path) => printable(join(root, path), 300));
  const other = (await otherwiseWritten(tree, entry.store)) ?? (await otherwiseWritten(tree, entry.processor));
  const elsewhere = isArchive ? hintAtUnpacking(found) : hintAtFolder(printable(root, 300), found);
  const hint = other === null ? elsewhere : ` There is ${printable(other, 300)}: rename it, capital letters count.`;
  return new NothingGradableError(
    `Nothing to grade in ${tree.shown}: neither ${entry.store} nor ${entry.processor} is there as a regular file.${hint}`,
  );
}

function hintAtFolder(root: string, [first, ...others]: readonly string[]): string {
  if (first === undefined) return '';
  if (others.length === 0) return ` Did you mean ${first}?`;
  const all = `grade batch ${JSON.stringify(root)}`;
  return ` It holds ${others.length + 1} hand-ins: name one, such as ${first}, or grade them all with: ${all}`;
}

function hintAtUnpacking({ length }: readonly string[]): string {
  return length === 0
    ? ''
    : ` It holds ${length} hand-ins: unpack it, and grade them all with: grade batch <its folder>`;
}
