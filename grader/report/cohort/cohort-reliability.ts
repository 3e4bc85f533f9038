import { percentileInterval, resample } from '../statistics/bootstrap.ts';
import { decisionConsistency } from '../statistics/decision-consistency.ts';
import type { DecisionConsistency } from '../statistics/decision-consistency.ts';
import { meanInterval } from '../statistics/mean-interval.ts';
import type { Estimate } from '../statistics/proportion.ts';
import { reliabilityOf } from '../statistics/reliability.ts';
import type { Reliability } from '../statistics/reliability.ts';
import { seededRandom } from '../statistics/seeded-random.ts';
import type { CohortReliability, CutStatistics } from './cohort.ts';
import { ENOUGH } from './enough.ts';
import type { ScoreTable } from './score-table.ts';

/** Resamples of the people behind every interval here. */
const RESAMPLES = 1000;

export interface Trust {
  readonly reliability: CohortReliability;
  readonly consistency: CutStatistics['consistency'];
}

/** How far totals, and decisions at a cut of so many points of 100, can be trusted; `null` where there are too few to tell. */
export function trustIn(table: ScoreTable, cut: number | null, seed: number): Trust | null {
  const { rows, columns, outOf } = table;
  const found = rows.length < ENOUGH.spread ? null : reliabilityOf(rows);
  if (found === null) return null;
  const again = resampled(table, seed);
  const estimate = (of: (one: Reliability) => number): Estimate => ({
    value: of(found),
    ...percentileInterval(again.map(of)),
  });
  const consistencyAt = (one: Reliability): DecisionConsistency =>
    decisionConsistency(((cut ?? 0) * outOf) / 100, { ...one, reliability: one.alpha });
  return {
    reliability: {
      people: rows.length,
      rules: columns.length,
      outOf,
      alpha: estimate(({ alpha }) => alpha),
      standardError: estimate(({ standardError }) => standardError),
      mean: meanInterval(rows.map((row) => row.reduce((sum, points) => sum + points, 0))),
      standardDeviation: found.standardDeviation,
    },
    consistency:
      cut === null
        ? null
        : {
            agreement: estimate((one) => consistencyAt(one).agreement),
            kappa: estimate((one) => consistencyAt(one).kappa),
          },
  };
}

/** A resample whose totals are all alike says nothing and is drawn no second time. */
function resampled({ rows }: ScoreTable, seed: number): readonly Reliability[] {
  const random = seededRandom(seed);
  return Array.from({ length: RESAMPLES }, () => reliabilityOf(rows, resample(rows.length, random))).filter(
    (one) => one !== null,
  );
}
