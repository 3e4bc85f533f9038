/** Winnowing: Schleimer, Wilkerson, Aiken (2003). Picks few of a text's hashes so that any long enough common run is noticed. */

export interface Fingerprint {
  readonly hash: number;
  /** Index of the hash in the sequence that it was picked from. */
  readonly at: number;
}

/**
 * The smallest hash of every window of `width` hashes, the rightmost of equal ones, each once. Two sequences with `width`
 * hashes in a row in common share a fingerprint. A sequence shorter than the window gives its smallest hash.
 */
export function winnow(hashes: readonly number[], width: number): readonly Fingerprint[] {
  const picked: Fingerprint[] = [];
  for (let start = 0; start <= Math.max(0, hashes.length - width) && hashes.length > 0; start += 1) {
    let at = start;
    for (let index = start + 1; index < Math.min(start + width, hashes.length); index += 1) {
      if ((hashes[index] ?? 0) <= (hashes[at] ?? 0)) at = index;
    }
    if (picked.at(-1)?.at !== at) picked.push({ hash: hashes[at] ?? 0, at });
  }
  return picked;
}
