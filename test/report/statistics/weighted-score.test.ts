import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { wilsonInterval } from '../../../grader/report/statistics/proportion.ts';
import {
  effectiveSize,
  orderingThreshold,
  scoreInterval,
  scoreVariance,
} from '../../../grader/report/statistics/weighted-score.ts';

/** Ten rules of one point each, so many of them met. */
function tenRules(met: number): { points: number; outOf: number }[] {
  return Array.from({ length: 10 }, (_, index) => ({ points: index < met ? 1 : 0, outOf: 1 }));
}

describe('the effective number of rules', () => {
  it('is their number where all weigh the same', () => {
    expect(effectiveSize([4, 4, 4, 4, 4])).toBeCloseTo(5, 12);
  });

  it('is (3 + 1 + 1 + 1)² / (9 + 1 + 1 + 1) = 3 for weights of 3, 1, 1 and 1', () => {
    expect(effectiveSize([3, 1, 1, 1])).toBeCloseTo(3, 12);
  });

  it('is never above the number of rules, nor below 1', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 40 }), (weights) => {
        expect(effectiveSize(weights)).toBeLessThanOrEqual(weights.length + 1e-9);
        expect(effectiveSize(weights)).toBeGreaterThanOrEqual(1 - 1e-9);
      }),
    );
  });
});

describe('the interval of a score', () => {
  it("is Wilson's where all rules weigh the same", () => {
    const { low, high } = wilsonInterval(7, 10);
    expect(scoreInterval(tenRules(7))).toEqual({ value: 7, low: 10 * low, high: 10 * high });
  });

  it('counts a rule of 20 points among rules of 1 for what it is: little evidence', () => {
    const lopsided = [{ points: 20, outOf: 20 }, ...tenRules(0)];
    // n = 30² / (400 + 10) = 2.195; p = 2/3; by hand: center 0.5606 and half-width 0.3907 of 30 points.
    const interval = scoreInterval(lopsided);
    expect(interval?.low).toBeCloseTo(5.097, 2);
    expect(interval?.high).toBeCloseTo(28.54, 2);
  });

  it('is not there where nothing was measured', () => {
    expect(scoreInterval([])).toBeNull();
  });
});

describe('the distance below which scores are not ordered', () => {
  it('is ⌈1.96 √(2 · 10² · 11/12 · 1/12 / 12)⌉ = 3 points for two flawless scores on ten rules', () => {
    const flawless = scoreVariance(tenRules(10));
    expect(flawless).toBeCloseTo((100 * (11 / 12) * (1 / 12)) / 12, 12);
    expect(orderingThreshold([flawless, flawless])).toBe(3);
  });

  it('is ⌈1.96 √(2 · 10² · 1/4 / 12)⌉ = 5 points for two scores in the middle', () => {
    expect(orderingThreshold([scoreVariance(tenRules(5)), scoreVariance(tenRules(5))])).toBe(5);
  });

  it('follows the two scores that vary most, so that it holds for every pair', () => {
    const [middle, end] = [scoreVariance(tenRules(5)), scoreVariance(tenRules(10))];
    expect(orderingThreshold([end, middle, end, middle])).toBe(5);
    expect(orderingThreshold([end, middle])).toBe(4);
  });

  it('does not exist for one report', () => {
    expect(orderingThreshold([1])).toBeNull();
  });
});
