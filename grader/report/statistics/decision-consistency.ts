/** Would a second test of the same kind decide alike? From one test, by Peng and Subkoviak's normal approximation. */

import { errorFunction } from 'simple-statistics';

export interface DecisionConsistency {
  /** The share of people that two parallel tests would put on the same side of the cut. */
  readonly agreement: number;
  /** Cohen's kappa: the part of that which chance alone does not give. */
  readonly kappa: number;
}

export interface Distribution {
  readonly mean: number;
  readonly standardDeviation: number;
  /** From 0 to 1. */
  readonly reliability: number;
}

/**
 * Peng and Subkoviak (1980), after Huynh (1976): both scores are taken as normal with the test's own moments and correlated by
 * its reliability. A score at the cut passes; with whole points the border lies half a point below it.
 */
export function decisionConsistency(cut: number, scores: Distribution): DecisionConsistency {
  const z = (cut - 0.5 - scores.mean) / scores.standardDeviation;
  const below = normalShare(z);
  const bothBelow = bothBelowShare(z, Math.max(0, Math.min(1, scores.reliability)));
  const agreement = 1 - 2 * (below - bothBelow);
  const byChance = 1 - 2 * (below - below ** 2);
  return { agreement, kappa: byChance === 1 ? 0 : (agreement - byChance) / (1 - byChance) };
}

/** The standard normal distribution function. */
export function normalShare(z: number): number {
  return (1 + errorFunction(z / Math.SQRT2)) / 2;
}

/** The chance that two standard normal variables with this correlation are both below z: Owen (1956), formula 2.7 for equal bounds. */
export function bothBelowShare(z: number, correlation: number): number {
  return normalShare(z) - 2 * owenT(z, Math.sqrt((1 - correlation) / (1 + correlation)));
}

/** Owen's T, by Simpson's rule: the integrand is smooth and `slope` at most 1. */
function owenT(height: number, slope: number): number {
  const steps = 64;
  const step = slope / steps;
  let sum = 0;
  for (let at = 0; at <= steps; at += 1) {
    const square = 1 + (at * step) ** 2;
    const weight = at === 0 || at === steps ? 1 : at % 2 === 1 ? 4 : 2;
    sum += (weight * Math.exp((-(height ** 2) * square) / 2)) / square;
  }
  return (sum * step) / 3 / (2 * Math.PI);
}
