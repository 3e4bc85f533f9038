import type { Report } from '../../model/report.ts';
import { allRules } from '../all-rules.ts';
import { effectiveSize, orderingThreshold, scoreVariance } from '../statistics/weighted-score.ts';
import type { WeightedOutcome } from '../statistics/weighted-score.ts';
import type { LikeGroup } from './comparison.ts';

/** What two reports must share before their totals may be subtracted, each as a printable phrase. */
const facts: readonly ((report: Report) => string)[] = [
  ({ result }) => `challenge ${result.challenge.version}, state ${result.challenge.hash.slice(7, 15)}`,
  ({ run }) => `kit ${run.kit}`,
  ({ run }) => `Node ${run.node}`,
  ({ result }) => `seed ${result.seed}`,
  (report) => {
    const missing = unmeasuredRules(report);
    return missing.length === 0 ? 'every rule measured' : `not measured: ${missing.join(', ')}`;
  },
];

/** Sorts reports into groups whose totals measure the same thing; the largest first, then by their first member. */
export function groupAlike(reports: readonly Report[]): readonly LikeGroup[] {
  const groups = [...Map.groupBy(reports.keys(), (index) => likenessKey(reports[index])).values()];
  const telling = facts.filter((fact) => new Set(reports.map(fact)).size > 1);
  return groups
    .toSorted((a, b) => b.length - a.length || (a[0] ?? 0) - (b[0] ?? 0))
    .map((members) =>
      describeGroup(
        members.flatMap((index) => reports[index] ?? []),
        members,
        telling,
      ),
    );
}

function describeGroup(own: readonly Report[], members: readonly number[], telling: typeof facts): LikeGroup {
  const [first] = own;
  const outcomes = first === undefined ? [] : measuredOutcomes(first);
  return {
    members,
    facts: first === undefined ? [] : telling.map((fact) => fact(first)),
    threshold: orderingThreshold(own.map((report) => scoreVariance(measuredOutcomes(report)))),
    outOf: outcomes.reduce((sum, { outOf }) => sum + outOf, 0),
    rules: outcomes.length,
    effectiveRules: effectiveSize(outcomes.map(({ outOf }) => outOf)),
  };
}

/** Points got and at stake of every measured rule; their sum is the total before any cap. */
export function measuredOutcomes(report: Report): readonly WeightedOutcome[] {
  return allRules(report).filter(({ verdict }) => verdict === 'met' || verdict === 'not-met');
}

export function unmeasuredRules(report: Report): readonly string[] {
  return allRules(report).flatMap(({ id, verdict }) => (verdict === 'not-measured' ? [id] : []));
}

/** Equal for reports whose totals measure the same thing. */
function likenessKey(report: Report | undefined): string {
  if (report === undefined) return '';
  const measured = allRules(report)
    .filter(({ verdict }) => verdict === 'met' || verdict === 'not-met')
    .map(({ id, outOf }) => [id, outOf]);
  return JSON.stringify([report.result.challenge.hash, ...facts.map((fact) => fact(report)), measured]);
}
