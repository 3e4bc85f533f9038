import { sampleCorrelation } from 'simple-statistics';

import { Z95 } from './proportion.ts';
import type { Estimate } from './proportion.ts';

/**
 * The point-biserial correlation of an item (0 or 1) with the score on the rest of the test: Pearson's r, with Fisher's
 * interval. `null` where either does not vary, or for fewer than four people. `rest` must leave the item itself out.
 */
export function discriminationOf(item: readonly number[], rest: readonly number[]): Estimate | null {
  if (item.length < 4) return null;
  const value = sampleCorrelation([...item], [...rest]);
  if (!Number.isFinite(value)) return null;
  // At r = ±1 Fisher's transformation is infinite, and the interval shrinks onto the value.
  const bounded = Math.max(-1, Math.min(1, value));
  const half = Z95 / Math.sqrt(item.length - 3);
  const center = Math.atanh(bounded);
  return { value: bounded, low: Math.tanh(center - half), high: Math.tanh(center + half) };
}
