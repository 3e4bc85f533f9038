import fc from 'fast-check';
import { expect, it } from 'vitest';

import { hashChallenge } from '../../grader/challenge/hash-challenge.ts';

const tree = fc.dictionary(fc.stringMatching(/^[ab/:0-9]{0,4}$/), fc.stringMatching(/^[ab/:0-9]{0,4}$/), {
  maxKeys: 4,
});

function hashOf(files: Readonly<Record<string, string>>): string {
  return hashChallenge(Object.entries(files).map(([name, content]) => ({ name, content: Buffer.from(content) })));
}

it('two trees have one hash only if they are one tree', () => {
  fc.assert(
    fc.property(tree, tree, (a, b) => {
      const sorted = (files: Readonly<Record<string, string>>) => JSON.stringify(Object.entries(files).sort());
      expect(hashOf(a) === hashOf(b)).toBe(sorted(a) === sorted(b));
    }),
  );
});

it('a name cannot pass bytes on to its content', () => {
  expect(hashOf({ ab: 'c' })).not.toBe(hashOf({ a: 'bc' }));
  expect(hashOf({ a: '1:b' })).not.toBe(hashOf({ 'a1:': 'b' }));
});

it('the order of the files does not count', () => {
  expect(hashOf({ a: '1', b: '2' })).toBe(hashOf({ b: '2', a: '1' }));
});
