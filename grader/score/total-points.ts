import type { ChallengeManifest } from '../model/challenge.ts';
import type { AppliedCap, LoadResult, Points, RuleResult } from '../model/report.ts';

/**
 * The sum over the measured results. A cap of c on a rule that is not met holds the sum at c of 100, at `floor(c * outOf / 100)`
 * where less than 100 was measured; the strictest one wins.
 */
export function totalPoints(challenge: ChallengeManifest, results: readonly (RuleResult | LoadResult)[]): Points {
  const measured = results.filter(({ verdict }) => verdict === 'met' || verdict === 'not-met');
  const outOf = measured.reduce((sum, result) => sum + result.outOf, 0);
  const sum = measured.reduce((total, result) => total + result.points, 0);
  const cappedBy = strictestCap(challenge, measured);
  const limit = cappedBy === null ? outOf : Math.floor((cappedBy.cap * outOf) / 100);
  return { got: Math.min(sum, limit), outOf, cappedBy };
}

function strictestCap(challenge: ChallengeManifest, measured: readonly (RuleResult | LoadResult)[]): AppliedCap | null {
  const failed = new Set(measured.filter(({ verdict }) => verdict === 'not-met').map(({ id }) => id));
  return challenge.rules
    .flatMap(({ id, cap }) => (cap !== undefined && failed.has(id) ? [{ rule: id, cap }] : []))
    .reduce<AppliedCap | null>((best, next) => (best === null || next.cap < best.cap ? next : best), null);
}
