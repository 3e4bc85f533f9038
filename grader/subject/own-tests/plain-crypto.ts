/** `Math.random` and `crypto` for own tests: the judge's seed decides all chance. */

import { replaceChance, replaceMember, type Chance } from '../randomness.ts';
import { countSubtle, define, type Background } from '../realm.ts';
import { seedRealm } from '../seeded-realm.ts';
import { digestOf } from './digest.ts';
import type { FlowingTime } from './flowing-time.ts';

/** For the candidate's own solution: what the hidden suites leave of Node's `crypto`. */
export function seedOwnCrypto(chance: Chance, background: Background): void {
  countSubtle(background);
  seedRealm(chance);
}

/** For implementations of ours: digests are all that is left, and take one turn. */
export function installDigestsOnly(chance: Chance, time: FlowingTime): void {
  replaceMember(Math, 'random', () => chance.random());
  const digest = (algorithm: unknown, data: unknown): Promise<ArrayBuffer> =>
    new Promise((resolve) => {
      const { buffer } = digestOf(nameOf(algorithm), bytesOf(data));
      time.soon(() => resolve(buffer));
    });
  const plain = { subtle: { digest } };
  replaceChance(plain, chance);
  define('crypto', plain);
}

function nameOf(algorithm: unknown): string {
  const named = typeof algorithm === 'object' && algorithm !== null ? Reflect.get(algorithm, 'name') : algorithm;
  return String(named);
}

function bytesOf(data: unknown): Uint8Array {
  if (data instanceof ArrayBuffer) return new Uint8Array(data);
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  throw new TypeError('a digest is made of bytes');
}
