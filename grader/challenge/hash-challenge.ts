import { createHash } from 'node:crypto';

/** One file that takes part in judging. */
export interface HashedFile {
  /** Names the file in the hash, the same on every machine: `/` between folders. */
  readonly name: string;
  readonly content: Uint8Array;
}

/**
 * `sha256:…` over the files in the order of their names (UTF-16 code units). Every name and content is preceded by its
 * length, so that no byte can pass from one to the other without changing the hash.
 */
export function hashChallenge(files: readonly HashedFile[]): string {
  const hash = createHash('sha256');
  const sorted = [...files].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  for (const { name, content } of sorted) {
    for (const bytes of [Buffer.from(name, 'utf8'), content]) hash.update(`${bytes.length}:`).update(bytes);
  }
  return `sha256:${hash.digest('hex')}`;
}

/** Whether a file below `suites/` is a hidden suite; what is none is shared by all of them. */
export function isSuite({ name }: HashedFile): boolean {
  return /^suites\/[^/]+\.suite\.ts$/.test(name);
}

/** `sha256:…` by the suite's name, over the suite and everything that suites share. */
export function hashSuites(hidden: readonly HashedFile[]): Readonly<Record<string, string>> {
  const shared = hidden.filter((file) => !isSuite(file));
  return Object.fromEntries(
    hidden
      .filter(isSuite)
      .map((suite) => [suite.name.replace(/^suites\/|\.suite\.ts$/g, ''), hashChallenge([suite, ...shared])]),
  );
}
