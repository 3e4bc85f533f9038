/** Which hand-ins have code in common that is neither the skeleton's nor everybody's: for a human to read. */

import { placesInCommon } from './common-places.ts';
import type { CommonPlace } from './common-places.ts';
import type { SourceFingerprint } from './fingerprint-source.ts';

export interface FingerprintedFile {
  readonly path: string;
  readonly fingerprints: readonly SourceFingerprint[];
}

export interface FingerprintedSubmission {
  readonly id: string;
  readonly files: readonly FingerprintedFile[];
}

export interface SimilarPair {
  readonly one: string;
  readonly other: string;
  /** Fingerprints in common, and their share of the smaller of the two hand-ins. */
  readonly common: number;
  readonly share: number;
  /** The longest stretches. */
  readonly places: readonly CommonPlace[];
}

export interface Similarity {
  readonly submissions: number;
  /** A fingerprint in more hand-ins than this is taken for a common way of writing and ignored. */
  readonly commonFrom: number;
  /** The most similar first. */
  readonly pairs: readonly SimilarPair[];
}

/** Fewer fingerprints in common than this are a coincidence. */
const LEAST_COMMON = 5;

/** The `top` most similar pairs. Fingerprints in `skeleton` do not count. */
export function similarPairs(
  submissions: readonly FingerprintedSubmission[],
  skeleton: ReadonlySet<number>,
  top: number,
): Similarity {
  const commonFrom = Math.min(50, Math.max(10, Math.floor(submissions.length / 20)));
  const holders = holdersOf(submissions, skeleton);
  const own = new Map<number, number>();
  const shared = new Map<number, number>();
  for (const indexes of holders.values()) {
    if (indexes.length > commonFrom) continue;
    for (const [place, index] of indexes.entries()) {
      own.set(index, (own.get(index) ?? 0) + 1);
      for (const other of indexes.slice(place + 1)) {
        const pair = index * submissions.length + other;
        shared.set(pair, (shared.get(pair) ?? 0) + 1);
      }
    }
  }
  const pairs = [...shared]
    .filter(([, common]) => common >= LEAST_COMMON)
    .map(([pair, common]) => {
      const [one, other] = [Math.floor(pair / submissions.length), pair % submissions.length];
      return { one, other, common, share: common / Math.min(own.get(one) ?? 1, own.get(other) ?? 1) };
    })
    .toSorted((a, b) => b.share - a.share || b.common - a.common || a.one - b.one || a.other - b.other)
    .slice(0, top);
  const counted = (hash: number): boolean => (holders.get(hash)?.length ?? Infinity) <= commonFrom;
  return {
    submissions: submissions.length,
    commonFrom,
    pairs: pairs.flatMap(({ one, other, common, share }) => {
      const [left, right] = [submissions[one], submissions[other]];
      if (left === undefined || right === undefined) return [];
      return [
        { one: left.id, other: right.id, common, share, places: placesInCommon(left.files, right.files, counted) },
      ];
    }),
  };
}

/** By fingerprint, the hand-ins that have it, in their order and each once. */
function holdersOf(
  submissions: readonly FingerprintedSubmission[],
  skeleton: ReadonlySet<number>,
): ReadonlyMap<number, readonly number[]> {
  const holders = new Map<number, number[]>();
  for (const [index, { files }] of submissions.entries()) {
    for (const { hash } of files.flatMap(({ fingerprints }) => fingerprints)) {
      if (skeleton.has(hash)) continue;
      const indexes = holders.get(hash);
      if (indexes === undefined) holders.set(hash, [index]);
      else if (indexes.at(-1) !== index) indexes.push(index);
    }
  }
  return holders;
}
