import type { Verdict } from '../../model/report.ts';
import type { ScoreRow } from '../statistics/reliability.ts';
import { ENOUGH } from './enough.ts';
import type { ReportFacts } from './report-facts.ts';

/** Points of people by rule, without gaps. */
export interface ScoreTable {
  /** Indexes of the rules that were measured for nearly everybody. */
  readonly columns: readonly number[];
  /** Those for whom all of them were measured. */
  readonly people: readonly ReportFacts[];
  /** As `people`; a row is as long as `columns`. */
  readonly rows: readonly ScoreRow[];
  /** Points at stake. */
  readonly outOf: number;
}

/** Leaves out rules that were measured for too few people, then people with gaps in what is left. */
export function scoreTable(people: readonly ReportFacts[]): ScoreTable {
  const rules = people[0]?.rules ?? [];
  const columns = [...rules.keys()].filter((rule) => {
    const measured = people.filter(({ verdicts }) => isMeasured(verdicts[rule])).length;
    return measured >= ENOUGH.measured * people.length;
  });
  const whole = people.filter(({ verdicts }) => columns.every((rule) => isMeasured(verdicts[rule])));
  return {
    columns,
    people: whole,
    rows: whole.map(({ points }) => columns.map((rule) => points[rule] ?? 0)),
    outOf: columns.reduce((sum, rule) => sum + (rules[rule]?.outOf ?? 0), 0),
  };
}

function isMeasured(verdict: Verdict | undefined): boolean {
  return verdict === 'met' || verdict === 'not-met';
}
