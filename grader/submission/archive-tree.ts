/** What an archive holds, read into memory: nothing is written to where its names would have it. */

import { NothingGradableError } from '../errors.ts';
import { printable } from '../printable.ts';
import { isZipName } from './archive-names.ts';
import { CAPS, inKib } from './caps.ts';
import { errorCode, tooLarge, unreadable } from './read-regular-file.ts';
import type { FileContent } from './read-regular-file.ts';
import { readTar } from './read-tar.ts';
import { readZip } from './read-zip.ts';
import type { Entry, SourceTree } from './source-tree.ts';

/** A file, folder or link as an archive describes it. */
export interface Packed {
  /** As it stands there, which may lead anywhere. */
  readonly path: string;
  readonly kind: Entry['kind'];
  readonly bytes: number;
}

/** Looks at one; answers what takes its content, or `null` where nobody needs it. */
export type Take = (packed: Packed) => ((chunk: Buffer) => void) | null;

type Node =
  | { readonly kind: 'folder'; readonly children: Map<string, Node> }
  | { readonly kind: 'file'; readonly chunks: Buffer[]; readonly bytes: number }
  | { readonly kind: 'link' | 'special' };

/** Projects are archived with their `node_modules` at times: names are cheap. */
const MOST_ENTRIES = 200_000;

/** Beside hidden folders. */
const NEVER_LOOKED_INTO: readonly string[] = ['node_modules', '__MACOSX'];

/** Of all TypeScript in there, wherever it lies. */
const MOST_BYTES = 32 * 1024 * 1024;

/** Reads the archive at `path`. Throws a `NothingGradableError` where it cannot be unpacked. */
export async function openArchive(path: string): Promise<SourceTree> {
  const shown = printable(path, 300);
  const top = new Map<string, Node>();
  const counts = { entries: 0, bytes: 0 };
  const take: Take = (packed) => {
    counts.entries += 1;
    if (counts.entries > MOST_ENTRIES)
      throw new Error(`it holds more than ${MOST_ENTRIES.toLocaleString('en-US')} files`);
    const parts = partsOf(packed.path);
    const hidden = parts.findIndex((name) => name.startsWith('.') || NEVER_LOOKED_INTO.includes(name)) + 1;
    if (hidden > 0 && hidden < parts.length) {
      place(top, parts.slice(0, hidden), { kind: 'folder', children: new Map() });
      return null;
    }
    const node = nodeFor(packed);
    place(top, parts, node);
    if (node.kind !== 'file' || node.bytes > CAPS.fileBytes || !packed.path.endsWith('.ts')) return null;
    return (chunk) => {
      counts.bytes += chunk.byteLength;
      if (counts.bytes > MOST_BYTES) throw new Error(`it holds more than ${inKib(MOST_BYTES)} of TypeScript`);
      node.chunks.push(chunk);
    };
  };
  try {
    await (isZipName(path) ? readZip(path, take) : readTar(path, take));
  } catch (cause) {
    if (errorCode(cause) === 'EACCES') throw unreadable(path, cause);
    const why = printable(cause instanceof Error ? cause.message : String(cause), 200);
    throw new NothingGradableError(
      `${shown} cannot be unpacked: ${why}. Ask for it once more, or unpack it and name its folder.`,
    );
  }
  return treeOf(shown, top);
}

/** The names on the way to it; none for the top itself. */
function partsOf(path: string): readonly string[] {
  const parts = path.split('/').filter((name) => name !== '' && name !== '.');
  if (path.startsWith('/') || parts.includes('..'))
    throw new Error(`it holds ${printable(path, 100)}, which leads out of it`);
  return parts;
}

function nodeFor({ kind, bytes }: Packed): Node {
  switch (kind) {
    case 'folder':
      return { kind, children: new Map() };
    case 'file':
      return { kind, chunks: [], bytes };
    case 'link':
    case 'special':
      return { kind };
    default:
      return kind satisfies never;
  }
}

/** As unpacking one after the other does: the last one of a name counts, and folders are made on the way. */
function place(top: Map<string, Node>, parts: readonly string[], node: Node): void {
  let folder = top;
  for (const name of parts.slice(0, -1)) folder = childrenOf(folder, name);
  const name = parts.at(-1);
  if (name === undefined) return;
  if (node.kind === 'folder') childrenOf(folder, name);
  else folder.set(name, node);
}

function childrenOf(folder: Map<string, Node>, name: string): Map<string, Node> {
  const there = folder.get(name);
  if (there?.kind === 'folder') return there.children;
  const children = new Map<string, Node>();
  folder.set(name, { kind: 'folder', children });
  return children;
}

function treeOf(shown: string, top: Map<string, Node>): SourceTree {
  const find = (path: string): Node | null => {
    let node: Node | undefined = { kind: 'folder', children: top };
    for (const name of partsOf(path)) node = node?.kind === 'folder' ? node.children.get(name) : undefined;
    return node ?? null;
  };
  return {
    shown,
    list: async (folder, atMost) => {
      const node = find(folder);
      const entries = node?.kind === 'folder' ? [...node.children] : [];
      return entries
        .slice(0, atMost + 1)
        .map(([name, { kind }]) => ({ name, kind }))
        .toSorted((a, b) => (a.name < b.name ? -1 : 1));
    },
    kindOf: async (path) => find(path)?.kind ?? null,
    read: async (path, maxBytes) => contentOf(find(path), maxBytes),
  };
}

function contentOf(node: Node | null, maxBytes: number): FileContent {
  if (node?.kind !== 'file') return { status: 'skipped', reason: 'is no regular file' };
  const bytes = Buffer.concat(node.chunks);
  return node.bytes > maxBytes || bytes.length > maxBytes ? tooLarge(maxBytes) : { status: 'read', bytes };
}
