/** Statistics of a cohort: about the challenge first, and about people only with intervals. Formulas: docs/statistics.md. */

import { choosePeople } from './choose-people.ts';
import { trustIn } from './cohort-reliability.ts';
import type { CohortStatistics } from './cohort.ts';
import { driftOf, weeksOf } from './drift.ts';
import { shareOf } from './enough.ts';
import { funnelOf } from './funnel.ts';
import { mutantStatistics } from './mutant-statistics.ts';
import type { ReportFacts } from './report-facts.ts';
import { ruleStatistics } from './rule-statistics.ts';
import { scoreTable } from './score-table.ts';

export interface CohortOptions {
  /** Files that could not be read. */
  readonly broken: number;
  /** How many people were asked to do the exercise, or `null`. */
  readonly invited: number | null;
  /** The points of 100 that a decision would be made at, or `null`. */
  readonly cut: number | null;
  /** For the resamples; an integer from 0 to 2^32 - 1. */
  readonly seed: number;
}

export function cohortStatistics(
  all: readonly ReportFacts[],
  { broken, invited, cut, seed }: CohortOptions,
): CohortStatistics {
  const { people, coverage } = choosePeople(all, broken);
  const table = scoreTable(people);
  const trust = trustIn(table, cut, seed);
  const passing = people.filter(({ percent }) => cut !== null && percent >= cut).length;
  return {
    schema: 'grade.cohort/1',
    coverage,
    funnel: funnelOf(people, { invited, cut }),
    rules: ruleStatistics(people, table),
    reliability: trust?.reliability ?? null,
    cut:
      cut === null ? null : { cut, passing: shareOf(passing, people.length), consistency: trust?.consistency ?? null },
    mutants: mutantStatistics(people),
    weeks: weeksOf(people),
    drift: driftOf(people),
  };
}
