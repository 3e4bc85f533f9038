import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { hashChallenge, hashSuites } from '../../grader/challenge/hash-challenge.ts';

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

describe('the hash of a suite', () => {
  const file = (name: string, text: string) => ({ name, content: Buffer.from(text) });
  const hidden = [
    file('suites/claims.suite.ts', '1'),
    file('suites/expiry.suite.ts', '2'),
    file('suites/parts/steps.ts', '3'),
  ];
  const before = hashSuites(hidden);

  it('is there for suites alone', () => {
    expect(Object.keys(before)).toEqual(['claims', 'expiry']);
  });

  it('changes with its own file, and no other suite does', () => {
    const after = hashSuites([file('suites/claims.suite.ts', '1 '), ...hidden.slice(1)]);
    expect(after['claims']).not.toBe(before['claims']);
    expect(after['expiry']).toBe(before['expiry']);
  });

  it('changes with what the suites share', () => {
    const after = hashSuites([...hidden.slice(0, 2), file('suites/parts/steps.ts', '4')]);
    expect(after['claims']).not.toBe(before['claims']);
    expect(after['expiry']).not.toBe(before['expiry']);
  });
});
