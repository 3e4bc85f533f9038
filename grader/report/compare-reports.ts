import { UsageError } from '../errors.ts';
import type { Gate, Report, Score, Verdict } from '../model/report.ts';
import { allRules } from './all-rules.ts';

/** One report of a comparison. */
export interface ComparedReport {
  /** The submission's id, numbered where two reports share it; as it stands in the report, not yet printable. */
  readonly label: string;
  readonly score: Score;
  readonly gate: Gate;
}

export interface ComparedCell {
  readonly verdict: Verdict;
  readonly points: number;
  readonly outOf: number;
}

/** One rule, with a cell for each column; `null` where a report does not know the rule. */
export interface ComparedRule {
  readonly id: string;
  readonly title: string;
  readonly part: string;
  readonly cells: readonly (ComparedCell | null)[];
}

/** Reports side by side. */
export interface Comparison {
  readonly columns: readonly ComparedReport[];
  readonly rows: readonly ComparedRule[];
  /** Whether the totals measure the same thing. */
  readonly totalsComparable: boolean;
  /** What a reader must know before comparing, one line each. */
  readonly notes: readonly string[];
}

/** Compares reports rule by rule. Throws a `UsageError` for reports of different challenges, whose rules have nothing in common. */
export function compareReports(reports: readonly Report[]): Comparison {
  const ids = distinct(reports, ({ result }) => result.challenge.id);
  if (ids.length > 1) throw new UsageError(`These reports are of different challenges: ${ids.join(', ')}.`);
  const notes = differences(reports);
  return {
    columns: reports.map((report, index) => ({
      label: labelOf(reports, index),
      score: report.score,
      gate: report.result.gate,
    })),
    rows: rowsOf(reports),
    totalsComparable: notes.length === 0,
    notes,
  };
}

function rowsOf(reports: readonly Report[]): readonly ComparedRule[] {
  const rules = reports.map(allRules);
  const first = new Map(
    rules
      .flat()
      .toReversed()
      .map((rule) => [rule.id, rule]),
  );
  return distinct(rules.flat(), ({ id }) => id).flatMap((id) => {
    const named = first.get(id);
    if (named === undefined) return [];
    const cells = rules.map((report) => {
      const rule = report.find((candidate) => candidate.id === id);
      return rule === undefined ? null : { verdict: rule.verdict, points: rule.points, outOf: rule.outOf };
    });
    return [{ id, title: named.title, part: named.part, cells }];
  });
}

function differences(reports: readonly Report[]): readonly string[] {
  const facts: readonly [name: string, of: (report: Report) => string][] = [
    [
      'judged by different states of the challenge',
      ({ result }) => `${result.challenge.version} ${result.challenge.hash.slice(0, 15)}`,
    ],
    ['graded by different versions of the kit', ({ run }) => run.kit],
    ['graded with different seeds', ({ result }) => String(result.seed)],
    ['out of different totals, since not everything was measured', ({ score }) => String(score.outOf)],
  ];
  return facts.flatMap(([name, of]) => {
    const values = distinct(reports, of);
    return values.length > 1 ? [`The reports were ${name}: ${values.join(', ')}.`] : [];
  });
}

function labelOf(reports: readonly Report[], index: number): string {
  const id = reports[index]?.result.submission.id ?? '';
  const before = reports.slice(0, index).filter(({ result }) => result.submission.id === id).length;
  return before === 0 ? id : `${id} (${before + 1})`;
}

/** The different values, in the order of their first appearance. */
function distinct<T>(items: readonly T[], of: (item: T) => string): readonly string[] {
  return [...new Set(items.map(of))];
}
