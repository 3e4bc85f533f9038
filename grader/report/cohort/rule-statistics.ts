import { discriminationOf } from '../statistics/discrimination.ts';
import type { Estimate } from '../statistics/proportion.ts';
import type { RuleStatistics } from './cohort.ts';
import { ENOUGH, shareOf } from './enough.ts';
import type { ReportFacts } from './report-facts.ts';
import type { ScoreTable } from './score-table.ts';

/** Difficulty of every rule over those for whom it was measured, and discrimination over the table of complete scores. */
export function ruleStatistics(people: readonly ReportFacts[], table: ScoreTable): readonly RuleStatistics[] {
  const rules = people[0]?.rules ?? [];
  const totals = table.rows.map((row) => row.reduce((sum, points) => sum + points, 0));
  return rules.map((rule, index) => {
    const verdicts = people.map(({ verdicts: own }) => own[index]);
    const met = verdicts.filter((verdict) => verdict === 'met').length;
    const measured = met + verdicts.filter((verdict) => verdict === 'not-met').length;
    return { ...rule, met: shareOf(met, measured), discrimination: discrimination(table, totals, index) };
  });
}

/** The rule's own points are taken out of the total: it must not correlate with itself. */
function discrimination(table: ScoreTable, totals: readonly number[], rule: number): Estimate | null {
  const column = table.columns.indexOf(rule);
  if (column === -1 || table.rows.length < ENOUGH.spread) return null;
  const item = table.people.map(({ verdicts }): number => (verdicts[rule] === 'met' ? 1 : 0));
  const met = item.reduce((sum, one) => sum + one, 0);
  if (Math.min(met, item.length - met) < ENOUGH.side) return null;
  const rest = table.rows.map((row, person) => (totals[person] ?? 0) - (row[column] ?? 0));
  return discriminationOf(item, rest);
}
