import { UsageError } from '../errors.ts';
import type { Challenge } from '../model/challenge.ts';
import type { Report } from '../model/report.ts';
import { nearestName } from '../nearest-name.ts';
import { printable } from '../printable.ts';
import { allRules } from '../report/all-rules.ts';

/** What `--min` and `--require` ask of a submission. */
export interface Demands {
  /** Points of 100. */
  readonly min?: number;
  /** Ids of rules, in any case. */
  readonly require?: readonly string[];
}

/** Throws a `UsageError` for rules that the challenge does not have or that this run does not measure. */
export function checkDemands(demands: Demands, challenge: Challenge, load: boolean): void {
  const ids = challenge.rules.map((rule) => rule.id);
  for (const id of demands.require ?? []) {
    const rule = challenge.rules.find(isCalled(id));
    if (rule === undefined) {
      const nearest = nearestName(id, ids);
      const hint = nearest === null ? `known are ${ids.join(', ')}` : `did you mean ${nearest}?`;
      throw new UsageError(`--require: challenge ${challenge.id} has no rule ${printable(id, 60)}; ${hint}`);
    }
    if (rule.check === 'load' && !load)
      throw new UsageError(`--require ${rule.id} needs the load check: drop --no-load.`);
  }
}

/** One line for each demand that the report does not meet. */
export interface Unmet {
  /** What the submission falls short of. */
  readonly below: readonly string[];
  /** What nobody can say, which is no failure of the submission. */
  readonly unmeasured: readonly string[];
}

/** What was not measured counts against nobody: points are those of 100, whatever could be got. */
export function unmetDemands(demands: Demands, report: Report): Unmet {
  const rules = (demands.require ?? []).map((id) => ({ id, rule: allRules(report).find(isCalled(id)) }));
  const unmeasured = rules.flatMap(({ id, rule }) => {
    if (rule?.verdict === 'met' || rule?.verdict === 'not-met') return [];
    return [`${rule?.id ?? printable(id, 60)} is required and was not measured`];
  });
  const lost = rules.flatMap(({ rule }) => (rule?.verdict === 'not-met' ? [`${rule.id} is required and not met`] : []));
  const { min } = demands;
  if (min === undefined) return { below: lost, unmeasured };
  const { got, outOf } = report.score;
  if (outOf === 0)
    return { below: lost, unmeasured: [`nothing was measured to hold against --min ${min}`, ...unmeasured] };
  const of100 = pointsOf100(report.score);
  const points = `${got} of ${outOf} points${outOf === 100 ? '' : ` (${(Math.floor(of100 * 10) / 10).toFixed(1)} of 100)`}`;
  const below = of100 < min ? [`${points}, below --min ${min}`] : [];
  return { below: [...below, ...lost], unmeasured };
}

/** A cap was rounded down where less than 100 was measured; that counts against nobody either. */
function pointsOf100({ got, outOf, cappedBy }: Report['score']): number {
  const isCap = cappedBy !== null && got === Math.floor((cappedBy.cap * outOf) / 100);
  return isCap ? cappedBy.cap : (100 * got) / outOf;
}

function isCalled(id: string): (rule: { readonly id: string }) => boolean {
  return (rule) => rule.id.toLowerCase() === id.toLowerCase();
}
