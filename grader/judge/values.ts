/** Values that a case leaves open, drawn from the seed: no solution can know them beforehand. */

import type { Claim, JsonValue } from './contract.ts';

/** A deterministic source of values for one case. */
export interface Values {
  /** A number x with 0 ≤ x < 1. */
  random(): number;
  key(): string;
  fingerprint(): string;
  paymentId(): string;
  claim(): Claim;
  /** A payment as a caller would describe it. */
  payload(): JsonValue;
  response(): JsonValue;
  /** `items` in an order of the seed's choosing. */
  shuffled<T>(items: readonly T[]): T[];
}

/** The same values for the same seed and case on every machine. */
export function valuesOf(seed: number, caseId: string): Values {
  const random = mulberry32(hash(`${seed} ${caseId}`));
  const word = (): string =>
    Math.floor(random() * 2 ** 32)
      .toString(36)
      .padStart(7, '0');
  const claim = (): Claim => ({ fingerprint: `fp-${word()}`, paymentId: `pay-${word()}` });
  return {
    random,
    key: () => `key-${word()}`,
    fingerprint: () => `fp-${word()}`,
    paymentId: () => `pay-${word()}`,
    claim,
    payload: () => ({ amount: 1 + Math.floor(random() * 99_999), currency: 'EUR', order: word() }),
    response: () => ({ receipt: word(), approved: true }),
    shuffled: (items) =>
      items
        .map((item) => ({ item, order: random() }))
        .sort((one, other) => one.order - other.order)
        .map(({ item }) => item),
  };
}

/** FNV-1a, 32 bits: http://www.isthe.com/chongo/tech/comp/fnv/ */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  return state >>> 0;
}

/** Tommy Ettinger's Mulberry32, public domain: 32 bits of state, period about 2^32. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
