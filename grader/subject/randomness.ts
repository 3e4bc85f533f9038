/** Chance in the candidate's realm starts anew with each case, so that a case gives the same evidence every time. */

/** Sources of chance that one seed decides. */
export interface Chance {
  seed(seed: number): void;
  /** From 0 up to, not including, 1. */
  random(): number;
  /** Version 4 of RFC 9562. */
  randomUUID(): string;
  getRandomValues<T extends ArrayBufferView>(array: T): T;
}

export function makeChance(): Chance {
  let state = 0;
  const next = (): number => {
    // Mulberry32 by Tommy Ettinger, public domain.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  return {
    seed: (seed) => {
      state = seed | 0;
    },
    random: () => next() / 2 ** 32,
    randomUUID: () => uuid(next),
    getRandomValues: (array) => fill(array, next),
  };
}

/** Numbers from 0 up to, not including, 1 that `seed` decides. */
export function seededRandom(seed: number): () => number {
  const chance = makeChance();
  chance.seed(seed);
  return () => chance.random();
}

/** Replaces `randomUUID` and `getRandomValues` of a `crypto`. */
export function replaceChance(target: object, chance: Chance): void {
  replaceMember(target, 'randomUUID', () => chance.randomUUID());
  replaceMember(target, 'getRandomValues', <T extends ArrayBufferView>(array: T): T => chance.getRandomValues(array));
}

export function replaceMember(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, configurable: true, writable: true });
}

function uuid(next: () => number): string {
  const [first, second, third] = [
    hex8(next()),
    hex8((next() & 0xffff0fff) | 0x4000),
    hex8((next() & 0x3fffffff) | 0x80000000),
  ];
  return `${first}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${hex8(next())}`;
}

/** Two hexadecimal digits of each byte: numbers are slow to write to another base than ten. */
const DIGITS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

function hex8(value: number): string {
  const byte = (shift: number): string => DIGITS[(value >>> shift) & 0xff] ?? '';
  return byte(24) + byte(16) + byte(8) + byte(0);
}

function fill<T extends ArrayBufferView>(array: T, next: () => number): T {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  if (bytes.byteLength > 65_536) throw new DOMException('at most 65,536 bytes at once', 'QuotaExceededError');
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = next() & 0xff;
  return array;
}
