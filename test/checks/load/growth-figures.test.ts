import { expect, it } from 'vitest';
import { describeGrowth, predictRatio, riseAfter } from '../../../grader/checks/load/growth-figures.ts';
import type { Growth, Piece } from '../../../grader/checks/load/measure-growth.ts';
import { seededRandom } from '../../../grader/subject/randomness.ts';

const chance = (): (() => number) => seededRandom(1);

/** Pieces of 500 claims from a thousand keys on. */
const pieces = (keys: number, cost: (at: number) => number): Piece[] =>
  Array.from({ length: (keys - 1_000) / 500 }, (_, index) => {
    const from = 1_000 + 500 * index;
    return { from, to: from + 500, costUs: cost(Math.sqrt(from * (from + 500))) };
  });
const growth = (keys: number, candidate: (at: number) => number): Growth => ({
  keys,
  candidate: pieces(keys, candidate),
  reference: pieces(keys, () => 4),
});
const costUs = { candidate: 100, reference: 50 };

it('a cost that does not grow stays what it is, however far it was measured', () => {
  for (const keys of [20_000, 100_000]) {
    const rise = riseAfter(
      growth(keys, () => 5),
      chance(),
    );
    expect(predictRatio({ ratios: [2, 2, 2], costUs, rise, random: chance() }).median).toBeCloseTo(2, 6);
  }
});

it('a claim that looks at every key goes on growing up to 100,000 keys', () => {
  const rise = riseAfter(
    growth(20_000, (keys) => 0.004 * keys),
    chance(),
  );
  // 80 microseconds with 20,000 keys, 400 with five times as many.
  expect(rise.candidate).toBeCloseTo(320, 3);
  expect(rise.reference).toBe(0);
  const { median, low, high } = predictRatio({ ratios: [2, 2, 2], costUs, rise, random: chance() });
  expect(median).toBeCloseTo((2 * 420) / 100, 3);
  expect([low, high].map((end) => Math.round(end * 1_000))).toEqual([8_400, 8_400]);
});

it('a reference that seems to grow faster than a logarithm excuses nothing', () => {
  const steady = growth(2_000, () => 50);
  const rise = riseAfter({ ...steady, reference: pieces(2_000, (keys) => (keys / 1_000) ** 3) }, chance());
  // 8 microseconds with 2,000 keys, of which fifty times as many make 67 % more and not 125,000 times as much.
  expect(rise.reference).toBeCloseTo(8 * (50 ** (1 / Math.log(2_000)) - 1), 6);
});

it('what was measured with 100,000 keys is not made to grow', () => {
  const rise = riseAfter(
    growth(100_000, (keys) => 0.004 * keys),
    chance(),
  );
  expect(rise).toEqual({ candidate: 0, reference: 0, candidates: [] });
});

it('the exponent of the sum of all claims is that of one claim and one', () => {
  const { exponent, measuredTo } = describeGrowth(growth(32_000, (keys) => 0.004 * keys));
  expect(exponent.candidate).toBeCloseTo(2, 1);
  expect(exponent.reference).toBeCloseTo(1, 6);
  expect(measuredTo).toBe(32_000);
});

it('a store that is too slow for a thousand keys is judged by its payments alone', () => {
  const none: Growth = { keys: 500, candidate: [], reference: [] };
  const rise = riseAfter(none, chance());
  expect(predictRatio({ ratios: [40, 40, 41], costUs, rise, random: chance() }).median).toBe(40);
  expect(describeGrowth(none)).toMatchObject({ costs: [], exponent: { candidate: 1, reference: 1 }, measuredTo: 500 });
});
