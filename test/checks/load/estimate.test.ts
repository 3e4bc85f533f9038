import { describe, expect, it } from 'vitest';
import {
  fitPowerLaw,
  medianRatio,
  resampledExponents,
  withInterval,
  type CostAt,
} from '../../../grader/checks/load/estimate.ts';
import { seededRandom } from '../../../grader/subject/randomness.ts';

const chance = (): (() => number) => seededRandom(1);

const costsOf = (cost: (keys: number) => number): CostAt[] =>
  Array.from({ length: 28 }, (_, index) => 1_000 * 1.15 ** index).map((keys) => ({ keys, costUs: cost(keys) }));

describe('medians', () => {
  it('a ratio that is always the same has an interval without width', () => {
    expect(medianRatio([2, 2, 2, 2], chance())).toEqual({ median: 2, low: 2, high: 2 });
  });

  it('the interval lies within what was seen, around the median', () => {
    const { median, low, high } = medianRatio([1, 2, 3, 4, 5, 6, 7, 8, 9], chance());
    expect(median).toBe(5);
    expect(low).toBeGreaterThanOrEqual(1);
    expect(low).toBeLessThan(5);
    expect(high).toBeGreaterThan(5);
    expect(high).toBeLessThanOrEqual(9);
  });

  it('there is none of nothing', () => {
    expect(medianRatio([], chance())).toEqual({ median: 0, low: 0, high: 0 });
  });

  it('an interval leaves out a fortieth on both sides', () => {
    const resamples = Array.from({ length: 400 }, (_, index) => index + 0.5);
    const { median, low, high } = withInterval(7, resamples);
    expect(median).toBe(7);
    expect([Math.round(low), Math.round(high)]).toEqual([10, 390]);
  });
});

describe('how costs grow', () => {
  it.each([0, 0.5, 1, 2])('finds the exponent %d of an exact power law, and its height', (exponent) => {
    const law = fitPowerLaw(costsOf((keys) => 3 * keys ** exponent));
    expect(law.exponent).toBeCloseTo(exponent, 9);
    expect(law.at(100_000)).toBeCloseTo(3 * 100_000 ** exponent, 3);
  });

  it('a few claims that cost ten times as much do not tilt it', () => {
    const costs = costsOf((keys) => 0.004 * keys).map(({ keys, costUs }, index) => ({
      keys,
      costUs: [3, 4, 12, 13].includes(index) ? 10 * costUs : costUs,
    }));
    expect(fitPowerLaw(costs).exponent).toBeCloseTo(1, 2);
    for (const exponent of resampledExponents(costs, chance())) expect(Math.abs(exponent - 1)).toBeLessThan(0.25);
  });

  it.each([[[]], [[{ keys: 1_000, costUs: 4 }]], [Array(3).fill({ keys: 1_000, costUs: 4 })]])(
    'too few sizes show no growth: %j',
    (costs: CostAt[]) => {
      expect(fitPowerLaw(costs).exponent).toBe(0);
    },
  );
});
