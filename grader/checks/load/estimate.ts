/** Figures from noisy slices: medians with intervals, and how a cost grows. */

import { median, quantileSorted } from 'simple-statistics';
import type { Ratio } from '../../model/evidence.ts';

export const RESAMPLES = 400;

/** The median with its interval from resamples; of no values, zeros. */
export function medianRatio(values: readonly number[], random: () => number): Ratio {
  if (values.length === 0) return { median: 0, low: 0, high: 0 };
  return withInterval(median([...values]), resampledMedians(values, random));
}

/** An estimate with its percentile interval, 2.5 % to 97.5 %, from those of resamples (Efron and Tibshirani 1993, chapter 13). */
export function withInterval(estimate: number, resamples: readonly number[]): Ratio {
  const sorted = resamples.toSorted((a, b) => a - b);
  return { median: estimate, low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975) };
}

/** The medians of resamples of at least one value. */
export function resampledMedians(values: readonly number[], random: () => number): readonly number[] {
  return Array.from({ length: RESAMPLES }, () => median([...resampled(values, random)]));
}

/** The cost of one more key where a store holds `keys`. */
export interface CostAt {
  readonly keys: number;
  readonly costUs: number;
}

/** The line of costs that are proportional to `keys` to the power of `exponent`, on logarithms. */
export interface PowerLaw {
  readonly exponent: number;
  /** The cost with `keys` keys, in microseconds. */
  readonly at: (keys: number) => number;
}

/**
 * The Theil–Sen line through the logarithms: the median of the slopes of all pairs of points (Sen 1968, "Estimates of the regression
 * coefficient based on Kendall's tau"), and the median height. The few claims that pay for a table's growth or for a collection do not tilt it.
 */
export function fitPowerLaw(costs: readonly CostAt[]): PowerLaw {
  const points = costs.map(({ keys, costUs }) => ({ x: Math.log(keys), y: Math.log(Math.max(costUs, 0.01)) }));
  const slopes = points.flatMap((a, index) =>
    points.slice(index + 1).flatMap((b) => (a.x === b.x ? [] : [(b.y - a.y) / (b.x - a.x)])),
  );
  const exponent = slopes.length === 0 ? 0 : median(slopes);
  const height = points.length === 0 ? Number.NEGATIVE_INFINITY : median(points.map(({ x, y }) => y - exponent * x));
  return { exponent, at: (keys) => Math.exp(height + exponent * Math.log(keys)) };
}

/** The exponents of resamples. */
export function resampledExponents(costs: readonly CostAt[], random: () => number): readonly number[] {
  return Array.from({ length: RESAMPLES }, () => fitPowerLaw(resampled(costs, random)).exponent);
}

/** As many items as there are, drawn with replacement. */
export function resampled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items.map((item) => items[Math.floor(random() * items.length)] ?? item);
}

/** An order that chance decides. */
export function shuffled<Item>(items: readonly Item[], random: () => number): readonly Item[] {
  return items
    .map((item) => ({ item, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** To two decimals, as reports have it. */
export function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
