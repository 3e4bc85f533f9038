/** How figures with an interval are written. */

import type { Share } from '../../report/cohort/cohort.ts';
import type { Estimate } from '../../report/statistics/proportion.ts';

/** What stands in the place of a figure that would mislead. */
export const TOO_FEW = 'too few to tell';

/** `80.7 %` */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** `80.7 % (80.1 to 81.4)` */
export function sharePhrase({ share }: Pick<Share, 'share'>): string {
  if (share === null) return TOO_FEW;
  return `${percent(share.value)} (${(100 * share.low).toFixed(1)} to ${(100 * share.high).toFixed(1)})`;
}

/** `11,302 of 14,000` */
export function countPhrase({ count, of }: Pick<Share, 'count' | 'of'>): string {
  return `${count.toLocaleString('en-US')} of ${of.toLocaleString('en-US')}`;
}

/** `0.84 (0.83 to 0.85)` */
export function estimatePhrase(estimate: Estimate | null, digits = 2): string {
  if (estimate === null) return TOO_FEW;
  const { value, low, high } = estimate;
  return `${fixed(value, digits)} (${fixed(low, digits)} to ${fixed(high, digits)})`;
}

/** What rounds to zero has no sign. */
function fixed(value: number, digits: number): string {
  return value.toFixed(digits).replace(/^-(?=0(?:\.0*)?$)/, '');
}
