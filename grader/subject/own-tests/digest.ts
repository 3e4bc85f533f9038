/** Digests for tests and implementations. */

import { lengthOf } from '../../wire/own-bytes.ts';
import { sha256 } from './sha-256.ts';

// Only uncommon digests are worth the time that loading it takes.
const { getBuiltinModule } = process;
const Bytes = Uint8Array;
const Exception = DOMException;

const BITS: Readonly<Record<string, string | undefined>> = Object.assign(Object.create(null), {
  ...{ 'SHA-1': '1', 'SHA-256': '256', 'SHA-384': '384', 'SHA-512': '512' },
  ...{ 'sha-1': '1', 'sha-256': '256', 'sha-384': '384', 'sha-512': '512' },
});

/** The digest last made: tests make the same one again and again, just to let a turn of the event loop pass. */
let last: { readonly bytes: Uint8Array; readonly digest: Uint8Array } | undefined;

/** Answers bytes of the caller's own; throws for algorithms that `crypto.subtle` does not have either. */
export function digestOf(algorithm: string, bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const bits = bitsOf(algorithm);
  if (bits !== '256') {
    const { createHash } = getBuiltinModule('node:crypto');
    return copyOf(createHash(`sha${bits}`).update(bytes).digest());
  }
  if (last === undefined || !isSame(last.bytes, bytes)) last = { bytes: copyOf(bytes), digest: sha256(bytes) };
  return copyOf(last.digest);
}

function bitsOf(algorithm: string): string {
  const bits = BITS[algorithm];
  if (bits !== undefined) return bits;
  throw new Exception('Unrecognized algorithm name', 'NotSupportedError');
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  const length = lengthOf(one);
  if (length !== lengthOf(other)) return false;
  for (let at = 0; at < length; at += 1) if (one[at] !== other[at]) return false;
  return true;
}

function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Bytes(bytes);
}
