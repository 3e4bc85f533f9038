/** Numbers in [0, 1) that depend on the seed alone, whatever the machine. */
export type Random = () => number;

/** Mulberry32 by Tommy Ettinger, public domain; `seed` is an integer from 0 to 2^32 - 1. */
export function seededRandom(seed: number): Random {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
