import { mean, sampleStandardDeviation } from 'simple-statistics';

import { Z95 } from './proportion.ts';
import type { Estimate } from './proportion.ts';

/** The mean of at least two figures with Student's interval at 95 %. */
export function meanInterval(figures: readonly number[]): Estimate {
  const values = [...figures];
  const value = mean(values);
  const half = (studentQuantile(values.length - 1) * sampleStandardDeviation(values)) / Math.sqrt(values.length);
  return { value, low: value - half, high: value + half };
}

/** The 97.5 % quantile of Student's t, by the expansion of Abramowitz and Stegun (1964), 26.7.5: good to 0.001 from 8 degrees on. */
export function studentQuantile(degrees: number): number {
  const z = Z95;
  const terms = [
    (z ** 3 + z) / 4,
    (5 * z ** 5 + 16 * z ** 3 + 3 * z) / 96,
    (3 * z ** 7 + 19 * z ** 5 + 17 * z ** 3 - 15 * z) / 384,
    (79 * z ** 9 + 776 * z ** 7 + 1482 * z ** 5 - 1920 * z ** 3 - 945 * z) / 92_160,
  ];
  return terms.reduce((sum, term, index) => sum + term / degrees ** (index + 1), z);
}
