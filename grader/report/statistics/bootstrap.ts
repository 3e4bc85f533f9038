import { quantileSorted } from 'simple-statistics';

import type { Random } from './seeded-random.ts';

/** How often each of the `size` items is drawn when `size` of them are drawn with replacement. */
export function resample(size: number, random: Random): Uint16Array {
  const counts = new Uint16Array(size);
  for (let draw = 0; draw < size; draw += 1) {
    const item = Math.floor(random() * size);
    counts[item] = (counts[item] ?? 0) + 1;
  }
  return counts;
}

/** The percentile interval (2.5 % to 97.5 %) of figures from resamples: Efron and Tibshirani (1993), chapter 13. */
export function percentileInterval(figures: readonly number[]): { readonly low: number; readonly high: number } {
  const sorted = figures.toSorted((a, b) => a - b);
  return { low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975) };
}
