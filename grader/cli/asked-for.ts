import { UsageError } from '../errors.ts';
import type { Challenge } from '../model/challenge.ts';
import type { Report } from '../model/report.ts';
import { nearestName } from '../nearest-name.ts';
import { printable } from '../printable.ts';
import { allRules } from '../report/all-rules.ts';

/** What `--min` and `--require` ask of a submission. */
export interface Demands {
  /** Points. */
  readonly min?: number;
  /** Ids of rules. */
  readonly require?: readonly string[];
}

/** Throws a `UsageError` for rules that the challenge does not have or that this run does not measure. */
export function checkDemands(demands: Demands, challenge: Challenge, load: boolean): void {
  const ids = challenge.rules.map((rule) => rule.id);
  for (const id of demands.require ?? []) {
    const rule = challenge.rules.find((candidate) => candidate.id === id);
    if (rule === undefined) {
      const nearest = nearestName(id, ids);
      const hint = nearest === null ? `known are ${ids.join(', ')}` : `did you mean ${nearest}?`;
      throw new UsageError(`--require: challenge ${challenge.id} has no rule ${printable(id, 60)}; ${hint}`);
    }
    if (rule.check === 'load' && !load) throw new UsageError(`--require ${id} needs the load check: drop --no-load.`);
  }
}

/** What the report falls short of, one line for each demand; empty where it meets them all. */
export function unmetDemands(demands: Demands, report: Report): readonly string[] {
  const { got, outOf } = report.score;
  const points =
    demands.min !== undefined && got < demands.min ? [`${got} of ${outOf} points, below --min ${demands.min}`] : [];
  const rules = allRules(report);
  const unmet = (demands.require ?? []).flatMap((id) => {
    const verdict = rules.find((rule) => rule.id === id)?.verdict ?? 'not-measured';
    return verdict === 'met' ? [] : [`${id} is required and ${verdict}`];
  });
  return [...points, ...unmet];
}
