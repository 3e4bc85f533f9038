/** From how many people on a figure is shown. House rules, with the reasons in docs/statistics.md. */

import { wilsonInterval } from '../statistics/proportion.ts';
import type { Share } from './cohort.ts';

export const ENOUGH = {
  /** For a share, or the mean of a week. */
  share: 10,
  /** For what rests on how scores spread: alpha, standard error, discrimination, consistency. */
  spread: 30,
  /** On either side of a rule, for its discrimination and its drift. */
  side: 5,
  /** The share of people for whom a rule must have been measured to be part of the sum. */
  measured: 0.9,
} as const;

export function shareOf(count: number, of: number): Share {
  return { count, of, share: of < ENOUGH.share ? null : wilsonInterval(count, of) };
}
