import { probit } from 'simple-statistics';

import { meanInterval } from '../statistics/mean-interval.ts';
import { shareDifference, wilsonInterval } from '../statistics/proportion.ts';
import type { RuleDrift, WeekStatistics } from './cohort.ts';
import { ENOUGH, shareOf } from './enough.ts';
import { isoWeek } from './iso-week.ts';
import type { ReportFacts } from './report-facts.ts';

/** The weeks in which people were graded, the earliest first. */
export function weeksOf(people: readonly ReportFacts[]): readonly WeekStatistics[] {
  const weeks = [...Map.groupBy(people, ({ startedAt }) => isoWeek(startedAt))].toSorted(([a], [b]) =>
    a < b ? -1 : 1,
  );
  return weeks.map(([week, own]) => ({
    week,
    people: own.length,
    percent: own.length < ENOUGH.share ? null : meanInterval(own.map(({ percent }) => percent)),
  }));
}

/**
 * The rules that the later half of the people met more or less often than the earlier one, beyond chance at 5 % for all rules
 * together (Bonferroni). `people` stand in the order of their grading.
 */
export function driftOf(people: readonly ReportFacts[]): readonly RuleDrift[] {
  const rules = people[0]?.rules ?? [];
  const half = Math.floor(people.length / 2);
  const z = probit(1 - 0.05 / 2 / Math.max(1, rules.length));
  return rules.flatMap(({ id, title }, rule) => {
    const [earlier, later] = [people.slice(0, half), people.slice(half)].map((own) => countMet(own, rule));
    if (earlier === undefined || later === undefined || Math.min(earlier.of, later.of) < ENOUGH.spread) return [];
    const [before, after] = [earlier, later].map(({ count, of }) => wilsonInterval(count, of, z));
    if (before === undefined || after === undefined) return [];
    const difference = shareDifference(after, before);
    if (difference.low <= 0 && difference.high >= 0) return [];
    return [
      { id, title, earlier: shareOf(earlier.count, earlier.of), later: shareOf(later.count, later.of), difference },
    ];
  });
}

function countMet(people: readonly ReportFacts[], rule: number): { readonly count: number; readonly of: number } {
  const verdicts = people.map(({ verdicts: own }) => own[rule]);
  const count = verdicts.filter((verdict) => verdict === 'met').length;
  return { count, of: count + verdicts.filter((verdict) => verdict === 'not-met').length };
}
