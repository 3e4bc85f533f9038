/** What the cost of claims says about growth, and about numbers of keys that were not reached. */

import { median } from 'simple-statistics';
import type { Beside, LoadGrowth, Ratio } from '../../model/evidence.ts';
import { fitPowerLaw, resampledExponents, resampledMedians, round2, withInterval, type CostAt } from './estimate.ts';
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
    exponent: { candidate: round2(1 + fitPowerLaw(own).exponent), reference: round2(1 + fitPowerLaw(other).exponent) },
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

/** What a claim costs more with 100,000 keys than where the growth ended, in microseconds. */
export interface Rise {
  readonly candidate: number;
  readonly reference: number;
  /** The candidate's, from resamples. */
  readonly candidates: readonly number[];
}

/**
 * Where there were fewer than 100,000 keys in the end, claims are taken to go on growing as they last did. Those of the reference grow like a
 * logarithm at most, whose local exponent is 1 / ln n: few and noisy costs of it have made a copied map look fifty times cheaper than it.
 */
export function riseAfter({ keys, candidate, reference }: Growth, random: () => number): Rise {
  if (keys >= MOST_KEYS) return { candidate: 0, reference: 0, candidates: [] };
  const own = lastCosts(candidate);
  const cost = fitPowerLaw(own);
  const other = fitPowerLaw(lastCosts(reference));
  const more = (now: number, exponent: number): number => Math.max(0, now * ((MOST_KEYS / keys) ** exponent - 1));
  return {
    candidate: more(cost.at(keys), cost.exponent),
    reference: more(other.at(keys), Math.min(other.exponent, 1 / Math.log(keys))),
    candidates: resampledExponents(own, random).map((exponent) => more(cost.at(keys), exponent)),
  };
}

export interface Prediction {
  /** The ratios of costs per payment where the growth ended, at least one. */
  readonly ratios: readonly number[];
  /** Those costs in microseconds. */
  readonly costUs: Beside;
  readonly rise: Rise;
  readonly random: () => number;
}

/** The ratio of costs of a payment, which makes one claim, with 100,000 keys. */
export function predictRatio({ ratios, costUs, rise, random }: Prediction): Ratio {
  const reference = 1 + rise.reference / costUs.reference;
  const factor = (more: number): number => (1 + more / costUs.candidate) / reference;
  const resamples = resampledMedians(ratios, random).map(
    (ratio, index) => ratio * factor(rise.candidates[index] ?? rise.candidate),
  );
  return withInterval(median([...ratios]) * factor(rise.candidate), resamples);
}

/** From an eighth of the keys on: what the few before cost says little about many. */
function lastCosts(pieces: readonly Piece[]): readonly CostAt[] {
  const keys = pieces.at(-1)?.to ?? 0;
  return pieces
    .filter(({ from }) => from >= keys / 8)
    .map(({ from, to, costUs }) => ({ keys: Math.sqrt(from * to), costUs }));
}
