import { createHash } from 'node:crypto';

export interface FileBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** `sha256:…` of one file's content. */
export function sha256(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}

/**
 * `sha256:…` over paths and contents in the order of the paths (by UTF-16 code units, the same everywhere). Each part is
 * preceded by its length in bytes, so that no two trees are written alike.
 */
export function treeHash(files: readonly FileBytes[]): string {
  const hash = createHash('sha256');
  const add = (part: Uint8Array): void => {
    hash.update(`${part.byteLength}:`).update(part);
  };
  for (const file of files.toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))) {
    add(Buffer.from(file.path, 'utf8'));
    add(file.bytes);
  }
  return `sha256:${hash.digest('hex')}`;
}
