/** What vitest offers and the sandbox cannot: each use fails with a sentence that says so. */

const uses = new Set<string>();

/** Notes that a test file asked for `what` and throws; `what` starts a sentence. */
export function refuse(what: string): never {
  uses.add(what);
  throw new Error(sentence(what));
}

/** A function in the place of one that cannot work. */
export function refusing(what: string): () => never {
  return () => refuse(what);
}

/** One sentence for each thing that was asked for in vain since the last time. */
export function takeRefusedUses(): string[] {
  const taken = [...uses].map(sentence);
  uses.clear();
  return taken;
}

export const bench = refusing('bench');
export const inject = refusing('inject');

function sentence(what: string): string {
  return `${what} is not available when tests are graded`;
}
