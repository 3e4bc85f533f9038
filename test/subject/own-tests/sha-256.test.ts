import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sha256 } from '../../../grader/subject/own-tests/sha-256.ts';

it('makes the digests that Node makes', () => {
  const around = [0, 1, 54, 55, 56, 63, 64, 65, 119, 120, 128].map((length) => new Uint8Array(length).fill(0xa5));
  for (const bytes of around) expect(sha256(bytes)).toEqual(nodesDigest(bytes));
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
      expect(sha256(bytes)).toEqual(nodesDigest(bytes));
    }),
  );
});

it('asks no getter for lengths', () => {
  const typed: object = Object.getPrototypeOf(Uint8Array.prototype);
  const own = Object.getOwnPropertyDescriptor(typed, 'length') ?? expect.unreachable();
  const bytes = new Uint8Array(100);
  let asked = 0;
  Object.defineProperty(typed, 'length', { configurable: true, get: () => (asked += 1) });
  const digest = sha256(bytes);
  Object.defineProperty(typed, 'length', own);
  expect(asked).toBe(0);
  expect(digest).toEqual(nodesDigest(bytes));
});

function nodesDigest(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sha256').update(bytes).digest());
}
