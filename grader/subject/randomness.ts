/** Chance in the candidate's realm starts anew with each case, so that a case gives the same evidence every time. */

/** Replaces `Math.random`, `crypto.randomUUID` and `crypto.getRandomValues`; returns what sets the seed. */
export function installRandomness(): (seed: number) => void {
  let state = 0;
  const next = (): number => {
    // Mulberry32 by Tommy Ettinger, public domain.
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const replace = (target: object, name: string, value: unknown): void => {
    Object.defineProperty(target, name, { value, configurable: true, writable: true });
  };
  replace(Math, 'random', () => next() / 2 ** 32);
  replace(crypto, 'randomUUID', () => uuid(next));
  replace(crypto, 'getRandomValues', <T extends ArrayBufferView>(array: T): T => fill(array, next));
  return (seed) => {
    state = seed | 0;
  };
}

/** Version 4 of RFC 9562. */
function uuid(next: () => number): string {
  const [first, second, third] = [
    hex8(next()),
    hex8((next() & 0xffff0fff) | 0x4000),
    hex8((next() & 0x3fffffff) | 0x80000000),
  ];
  return `${first}-${second.slice(0, 4)}-${second.slice(4)}-${third.slice(0, 4)}-${third.slice(4)}${hex8(next())}`;
}

function hex8(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

function fill<T extends ArrayBufferView>(array: T, next: () => number): T {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  if (bytes.byteLength > 65_536) throw new DOMException('at most 65,536 bytes at once', 'QuotaExceededError');
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = next() & 0xff;
  return array;
}
