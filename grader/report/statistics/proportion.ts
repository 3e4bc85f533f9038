/** Proportions with intervals. Formulas and sources: docs/statistics.md. */

/** A figure with the interval that it is known to. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** The standard normal quantile that leaves 2.5 % on either side. */
export const Z95 = 1.959963984540054;

/**
 * Wilson's score interval of the share `count / n`; `n` above 0, both may be fractional. Wilson (1927), as in
 * Newcombe (1998a), method 3.
 */
export function wilsonInterval(count: number, n: number, z = Z95): Estimate {
  const value = count / n;
  const center = value + z ** 2 / (2 * n);
  const half = z * Math.sqrt((value * (1 - value)) / n + z ** 2 / (4 * n ** 2));
  const scale = 1 + z ** 2 / n;
  // Rounding must not push an end past the value that it encloses, nor out of [0, 1].
  const low = Math.max(0, Math.min(value, (center - half) / scale));
  return { value, low, high: Math.min(1, Math.max(value, (center + half) / scale)) };
}

/** The difference `one - other` of two independent shares with Newcombe's hybrid score interval: Newcombe (1998b), method 10. */
export function shareDifference(one: Estimate, other: Estimate): Estimate {
  const value = one.value - other.value;
  return {
    value,
    low: value - Math.hypot(one.value - one.low, other.high - other.value),
    high: value + Math.hypot(one.high - one.value, other.value - other.low),
  };
}
