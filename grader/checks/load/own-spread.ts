/** Rounds whose costs differ by the candidate's own doing: being slow now and then must not leave the rule without a verdict. */

import { mean, quantile } from 'simple-statistics';
import type { Beside, Ratio } from '../../model/evidence.ts';
import { medianRatio, resampled, RESAMPLES } from './estimate.ts';
import type { Rise } from './growth-figures.ts';

/** An interval that reaches over this factor is not that of a steady cost near the end of a band. */
const WIDE = 2;
/** A reference that stays within this factor says that the machine was quiet. */
const QUIET = 1.25;

/** Whether the candidate's costs of payments, and no machine's noise, make the ratios of rounds differ. */
export function isOwnSpread(rounds: readonly Beside[], noise: Ratio, random: () => number): boolean {
  const ratios = rounds.map(({ candidate, reference }) => candidate / reference);
  const references = rounds.map(({ reference }) => reference);
  return (
    spreadOf(medianRatio(ratios, random)) > WIDE &&
    spreadOf(medianRatio(references, random)) <= QUIET &&
    noise.high <= QUIET &&
    noise.low >= 1 / QUIET
  );
}

function spreadOf({ low, high }: Ratio): number {
  return high / low;
}

/**
 * The ratio of mean costs with 100,000 keys. It reaches down to what nine of ten resamples exceed, because rounds are few, and not
 * up: doubt is in the candidate's favour. It is never less than what the fast rounds cost, so being slow at times gains nothing.
 */
export function meanRatio(rounds: readonly Beside[], rise: Rise, random: () => number): Ratio {
  const ratio = (of: readonly Beside[], more: number): number =>
    (mean(of.map(({ candidate }) => candidate)) + more) / (mean(of.map(({ reference }) => reference)) + rise.reference);
  const resamples = Array.from({ length: RESAMPLES }, (_, index) =>
    ratio(resampled(rounds, random), rise.candidates[index] ?? rise.candidate),
  );
  const middle = ratio(rounds, rise.candidate);
  return { median: middle, low: Math.min(middle, quantile(resamples, 0.1)), high: middle };
}
