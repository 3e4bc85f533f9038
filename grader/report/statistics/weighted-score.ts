/** What a score made of weighted rules can say about a person: an interval, and how far apart two scores must be. */

import { Z95, wilsonInterval } from './proportion.ts';
import type { Estimate } from './proportion.ts';

/** One measured rule: points got of the points at stake. */
export interface WeightedOutcome {
  readonly points: number;
  readonly outOf: number;
}

/** How many rules of equal weight would say as much: (Σw)² / Σw², Kish (1965), section 11.7; 0 for no rules. */
export function effectiveSize(weights: readonly number[]): number {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const squares = weights.reduce((total, weight) => total + weight ** 2, 0);
  return squares === 0 ? 0 : sum ** 2 / squares;
}

/** The points got, in points, with Wilson's interval on the effective number of rules; `null` where no points were at stake. */
export function scoreInterval(outcomes: readonly WeightedOutcome[]): Estimate | null {
  const { share, size, outOf } = summarise(outcomes);
  if (outOf === 0) return null;
  const { low, high } = wilsonInterval(share * size, size);
  return { value: share * outOf, low: low * outOf, high: high * outOf };
}

/**
 * The variance of a score in points², by Agresti and Caffo (2000): one rule met and one not met are added, so that a flawless
 * score is not taken for a certain one. 0 where no points were at stake.
 */
export function scoreVariance(outcomes: readonly WeightedOutcome[]): number {
  const { share, size, outOf } = summarise(outcomes);
  const adjusted = (share * size + 1) / (size + 2);
  return (outOf ** 2 * adjusted * (1 - adjusted)) / (size + 2);
}

/**
 * Whole points: no two of the scores that are closer than this differ by more than 1.96 standard errors of their difference,
 * judged on the two that vary most. `null` for fewer than two.
 */
export function orderingThreshold(variances: readonly number[]): number | null {
  const [most, second] = variances.toSorted((a, b) => b - a);
  return most === undefined || second === undefined ? null : Math.ceil(Z95 * Math.sqrt(most + second));
}

function summarise(outcomes: readonly WeightedOutcome[]): { share: number; size: number; outOf: number } {
  const outOf = outcomes.reduce((sum, outcome) => sum + outcome.outOf, 0);
  const points = outcomes.reduce((sum, outcome) => sum + outcome.points, 0);
  const size = effectiveSize(outcomes.map((outcome) => outcome.outOf));
  return { share: outOf === 0 ? 0 : points / outOf, size, outOf };
}
