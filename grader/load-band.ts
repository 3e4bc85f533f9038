import type { LoadBand } from './model/challenge.ts';
import type { Ratio } from './model/evidence.ts';

/** Where a ratio to the reference stands; `undecided` when its interval reaches into more than one band. */
export type Band = 'full' | 'part' | 'none' | 'undecided';

/** The one band that all of the interval lies in. */
export function bandOf({ fullAtMost, zeroFrom }: LoadBand, { low, high }: Pick<Ratio, 'low' | 'high'>): Band {
  if (high <= fullAtMost) return 'full';
  if (low >= zeroFrom) return 'none';
  return low > fullAtMost && high < zeroFrom ? 'part' : 'undecided';
}

/** The interval, widened on both sides by what noise alone does to a ratio of 1. */
export function widenedBy({ median, low, high }: Ratio, noise: Ratio): Ratio {
  const factor = Math.max(noise.high, 1 / noise.low, 1);
  return { median, low: low / factor, high: high * factor };
}
