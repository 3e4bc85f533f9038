import fc from 'fast-check';
import { expect, it } from 'vitest';

import { winnow } from '../../../grader/report/similarity/winnow.ts';

it('picks what the published example picks', () => {
  // Schleimer, Wilkerson, Aiken (2003), figure 2: "A do run run run, a do run run", windows of four hashes.
  const hashes = [77, 72, 42, 17, 98, 50, 17, 98, 8, 88, 67, 39, 77, 72, 42, 17, 98];
  expect(winnow(hashes, 4)).toEqual([
    { hash: 17, at: 3 },
    { hash: 17, at: 6 },
    { hash: 8, at: 8 },
    { hash: 39, at: 11 },
    { hash: 17, at: 15 },
  ]);
});

it('gives two sequences that have a window in common a fingerprint in common', () => {
  const hashes = fc.array(fc.nat({ max: 30 }), { maxLength: 30 });
  fc.assert(
    fc.property(
      hashes,
      hashes,
      hashes,
      hashes,
      fc.array(fc.nat({ max: 30 }), { minLength: 5, maxLength: 12 }),
      (a, b, c, d, common) => {
        const one = new Set(winnow([...a, ...common, ...b], 5).map(({ hash }) => hash));
        const other = winnow([...c, ...common, ...d], 5).map(({ hash }) => hash);
        expect(other.some((hash) => one.has(hash))).toBe(true);
      },
    ),
  );
});

it('of a short sequence picks the smallest, of none nothing', () => {
  expect(winnow([5, 3, 4], 4)).toEqual([{ hash: 3, at: 1 }]);
  expect(winnow([], 4)).toEqual([]);
});
