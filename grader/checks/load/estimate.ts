/** Figures from noisy slices: medians with intervals, and how a cost grows. */

import { linearRegression, median, quantileSorted } from 'simple-statistics';
import type { Ratio } from '../../model/evidence.ts';

const RESAMPLES = 400;

/** The median with its percentile interval from resamples, 2.5 % to 97.5 % (Efron and Tibshirani 1993, chapter 13); of no values, zeros. */
export function medianRatio(values: readonly number[], random: () => number): Ratio {
  if (values.length === 0) return { median: 0, low: 0, high: 0 };
  const medians = Array.from({ length: RESAMPLES }, () => median([...resampled(values, random)])).toSorted(
    (a, b) => a - b,
  );
  return { median: median([...values]), low: quantileSorted(medians, 0.025), high: quantileSorted(medians, 0.975) };
}

/** The cost of one more key where a store holds `keys`. */
export interface CostAt {
  readonly keys: number;
  readonly costUs: number;
}

/** The exponent e of costs that are proportional to `keys` to the power of e, by least squares over logarithms; 0 for fewer than two. */
export function fitExponent(costs: readonly CostAt[]): number {
  const points = costs.map(({ keys, costUs }) => [Math.log(keys), Math.log(Math.max(costUs, 0.01))]);
  const slope = points.length < 2 ? 0 : linearRegression(points).m;
  return Number.isFinite(slope) ? slope : 0;
}

/** That exponent with its percentile interval from resamples. */
export function exponentInterval(costs: readonly CostAt[], random: () => number): Ratio {
  const exponents = Array.from({ length: RESAMPLES }, () => fitExponent(resampled(costs, random))).toSorted(
    (a, b) => a - b,
  );
  return {
    median: fitExponent(costs),
    low: quantileSorted(exponents, 0.025),
    high: quantileSorted(exponents, 0.975),
  };
}

function resampled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items.map((item) => items[Math.floor(random() * items.length)] ?? item);
}

/** An order that chance decides. */
export function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
