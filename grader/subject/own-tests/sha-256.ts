/** SHA-256 (FIPS 180-4) in plain code: loading Node's `crypto` would take a subject longer than a small suite runs. */

import { lengthOf } from '../../wire/own-bytes.ts';

const Words = Uint32Array;
const Bytes = Uint8Array;
const { floor } = Math;

const BLOCK = 64;
const ROUNDS = 64;

/** Fractional parts of the cube roots of the first 64 primes, and of the square roots of the first 8. */
const PRIMES = firstPrimes(ROUNDS);
const CONSTANTS = Words.from(PRIMES, (prime) => fraction(Math.cbrt(prime)));
const START = Words.from(PRIMES.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));

/** Answers 32 bytes. Nothing is looked up that a test could have replaced. */
export function sha256(message: Uint8Array): Uint8Array {
  const length = lengthOf(message);
  const size = (floor((length + 8) / BLOCK) + 1) * BLOCK;
  const padded = pad(message, length, size);
  const state = new Words(START);
  for (let at = 0; at < size; at += BLOCK) addBlock(state, padded, at);
  const digest = new Bytes(32);
  for (let at = 0; at < 32; at += 1) digest[at] = (state[at >> 2] ?? 0) >>> (24 - 8 * (at & 3));
  return digest;
}

/** A one, zeros, and the length in bits at the end of the last block. */
function pad(message: Uint8Array, length: number, size: number): Uint8Array {
  const padded = new Bytes(size);
  for (let at = 0; at < length; at += 1) padded[at] = message[at] ?? 0;
  padded[length] = 0x80;
  for (let at = size - 1, bits = length * 8; bits > 0; at -= 1, bits = floor(bits / 256)) padded[at] = bits;
  return padded;
}

function addBlock(state: Uint32Array, bytes: Uint8Array, from: number): void {
  const words = scheduleOf(bytes, from);
  let a = state[0] ?? 0;
  let b = state[1] ?? 0;
  let c = state[2] ?? 0;
  let d = state[3] ?? 0;
  let e = state[4] ?? 0;
  let f = state[5] ?? 0;
  let g = state[6] ?? 0;
  let h = state[7] ?? 0;
  for (let at = 0; at < ROUNDS; at += 1) {
    const mixed = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
    const one = (h + mixed + ((e & f) ^ (~e & g)) + (CONSTANTS[at] ?? 0) + (words[at] ?? 0)) | 0;
    const two = (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = (d + one) | 0;
    d = c;
    c = b;
    b = a;
    a = (one + two) | 0;
  }
  const sums = new Words(8);
  sums[0] = a;
  sums[1] = b;
  sums[2] = c;
  sums[3] = d;
  sums[4] = e;
  sums[5] = f;
  sums[6] = g;
  sums[7] = h;
  for (let at = 0; at < 8; at += 1) state[at] = (state[at] ?? 0) + (sums[at] ?? 0);
}

function scheduleOf(bytes: Uint8Array, from: number): Uint32Array {
  const words = new Words(ROUNDS);
  for (let at = 0; at < BLOCK; at += 1) words[at >> 2] = ((words[at >> 2] ?? 0) << 8) | (bytes[from + at] ?? 0);
  for (let at = 16; at < ROUNDS; at += 1) {
    const near = words[at - 2] ?? 0;
    const far = words[at - 15] ?? 0;
    const nearMixed = turn(near, 17) ^ turn(near, 19) ^ (near >>> 10);
    const farMixed = turn(far, 7) ^ turn(far, 18) ^ (far >>> 3);
    words[at] = (words[at - 16] ?? 0) + farMixed + (words[at - 7] ?? 0) + nearMixed;
  }
  return words;
}

function turn(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

function fraction(root: number): number {
  return floor((root % 1) * 2 ** 32);
}

function firstPrimes(count: number): readonly number[] {
  const primes: number[] = [];
  for (let next = 2; primes.length < count; next += 1) if (primes.every((prime) => next % prime > 0)) primes.push(next);
  return primes;
}
