/** What the cost of claims says about growth, and about numbers of keys that were not reached. */

import type { LoadGrowth, Ratio } from '../../model/evidence.ts';
import { exponentInterval, fitExponent, type CostAt } from './estimate.ts';
import { MOST_KEYS, SIZES, type Growth, type Piece } from './measure-growth.ts';

/** The growth for the report: one cost for the claims between any two sizes. */
export function describeGrowth({ keys, candidate, reference }: Growth): LoadGrowth {
  const own = bySize(candidate);
  const other = bySize(reference);
  return {
    costs: own.map((cost, index) => ({
      keys: cost.keys,
      costUs: { candidate: round2(cost.costUs), reference: round2(other[index]?.costUs ?? 0) },
    })),
    // The sum of costs that grow with a power of n grows with the next one.
    exponent: { candidate: round2(1 + fitExponent(own)), reference: round2(1 + fitExponent(other)) },
    measuredTo: keys,
    upTo: MOST_KEYS,
  };
}

/** The mean cost between neighbouring sizes, at their geometric middle. */
function bySize(pieces: readonly Piece[]): readonly CostAt[] {
  return SIZES.slice(1).flatMap((size, index) => {
    const within = pieces.filter(({ from, to }) => from >= (SIZES[index] ?? 0) && to <= size);
    const [first, last] = [within[0], within.at(-1)];
    if (first === undefined || last === undefined) return [];
    const costUs = within.reduce((sum, piece) => sum + (piece.to - piece.from) * piece.costUs, 0);
    return { keys: Math.round(Math.sqrt(first.from * last.to)), costUs: costUs / (last.to - first.from) };
  });
}

export interface Prediction {
  /** The ratio of costs per payment where `growth` ended. */
  readonly ratio: Ratio;
  /** Those costs in microseconds. */
  readonly costUs: { readonly candidate: number; readonly reference: number };
  readonly growth: Growth;
  readonly random: () => number;
}

/**
 * The ratio with 100,000 keys. Where there were fewer in the end, a payment's claim is taken to go on growing as it last did: the interval
 * includes that of the exponent.
 */
export function predictRatio({ ratio, costUs, growth, random }: Prediction): Ratio {
  if (growth.keys >= MOST_KEYS) return ratio;
  const own = lastCosts(growth.candidate);
  const other = lastCosts(growth.reference);
  const reference = 1 + rise(other, fitExponent(other), growth.keys) / costUs.reference;
  const factor = (exponent: number): number => (1 + rise(own, exponent, growth.keys) / costUs.candidate) / reference;
  const exponent = exponentInterval(own, random);
  return {
    median: ratio.median * factor(exponent.median),
    low: ratio.low * factor(exponent.low),
    high: ratio.high * factor(exponent.high),
  };
}

/** From an eighth of the keys on: what the few before cost says little about many. */
function lastCosts(pieces: readonly Piece[]): readonly CostAt[] {
  const keys = pieces.at(-1)?.to ?? 0;
  return pieces
    .filter(({ from }) => from >= keys / 8)
    .map(({ from, to, costUs }) => ({ keys: Math.sqrt(from * to), costUs }));
}

/** What a claim costs more with 100,000 keys than with `keys`, in microseconds, at least nothing. */
function rise(costs: readonly CostAt[], exponent: number, keys: number): number {
  if (costs.length === 0) return 0;
  // On the fitted line, which goes through the means of the logarithms.
  const mean = (value: (cost: CostAt) => number): number =>
    Math.exp(costs.reduce((sum, cost) => sum + Math.log(value(cost)), 0) / costs.length);
  const at = (size: number): number => mean(({ costUs }) => costUs) * (size / mean((cost) => cost.keys)) ** exponent;
  return Math.max(0, at(MOST_KEYS) - at(keys));
}

function round2(value: number): number {
  return Math.round(value * 100) / 100;
}
