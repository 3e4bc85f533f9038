import fc from 'fast-check';
import { expect, it } from 'vitest';

import { shareDifference, wilsonInterval } from '../../../grader/report/statistics/proportion.ts';

it.each([
  // Newcombe (1998a), table I, method 3.
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('the score interval of %i in %i is the published one', (count, n, low, high) => {
  const interval = wilsonInterval(count, n);
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

it.each([
  // Newcombe (1998b), table II, method 10.
  [56, 70, 48, 80, 0.0524, 0.3339],
  [9, 10, 3, 10, 0.1705, 0.809],
  [6, 7, 2, 7, 0.0582, 0.8062],
  [5, 56, 0, 29, -0.0381, 0.1926],
  [0, 10, 0, 20, -0.1611, 0.2775],
  [10, 10, 0, 20, 0.6791, 1],
])('the interval of %i/%i less %i/%i is the published one', (a, m, b, n, low, high) => {
  const interval = shareDifference(wilsonInterval(a, m), wilsonInterval(b, n));
  expect(interval.low).toBeCloseTo(low, 4);
  expect(interval.high).toBeCloseTo(high, 4);
});

const share = fc
  .integer({ min: 1, max: 200 })
  .chain((n) => fc.record({ n: fc.constant(n), count: fc.integer({ min: 0, max: n }) }));

it('an interval lies in [0, 1], holds its value and shrinks as people are added', () => {
  fc.assert(
    fc.property(share, ({ n, count }) => {
      const { value, low, high } = wilsonInterval(count, n);
      expect(0 <= low && low <= value && value <= high && high <= 1).toBe(true);
      const tenfold = wilsonInterval(10 * count, 10 * n);
      expect(tenfold.high - tenfold.low).toBeLessThan(high - low);
    }),
  );
});

it('a difference is antisymmetric', () => {
  fc.assert(
    fc.property(share, share, (one, other) => {
      const [a, b] = [wilsonInterval(one.count, one.n), wilsonInterval(other.count, other.n)];
      const [there, back] = [shareDifference(a, b), shareDifference(b, a)];
      expect(back.value).toBeCloseTo(-there.value, 12);
      expect(back.low).toBeCloseTo(-there.high, 12);
    }),
  );
});
