import type { LoadResult, Points, Report, RuleResult } from '../model/report.ts';

/** Where a report's own figures do not fit together, one line each; none in any report that the kit has written. */
export function findContradictions({ result, measurement, score }: Report): readonly string[] {
  const all = [...result.rules, measurement.load];
  const met = all.filter(({ verdict }) => verdict === 'met').length;
  const measured = all.filter(isMeasured).length;
  return [
    ...pointsThatDiffer('result.points', result.points, result.rules),
    ...pointsThatDiffer('score', score, all),
    ...(score.rulesMet === met ? [] : [`score.rulesMet is ${score.rulesMet}, but ${met} rules are met`]),
    ...(score.rulesMeasured === measured
      ? []
      : [`score.rulesMeasured is ${score.rulesMeasured}, but ${measured} rules have a verdict`]),
  ];
}

function pointsThatDiffer(
  name: string,
  points: Points,
  results: readonly (RuleResult | LoadResult)[],
): readonly string[] {
  const measured = results.filter(isMeasured);
  const outOf = measured.reduce((sum, rule) => sum + rule.outOf, 0);
  const sum = measured.reduce((total, rule) => total + rule.points, 0);
  const limit = points.cappedBy === null ? outOf : Math.floor((points.cappedBy.cap * outOf) / 100);
  const got = Math.min(sum, limit);
  return [
    ...(points.got === got ? [] : [`${name}.got is ${points.got}, but the rules add up to ${got}`]),
    ...(points.outOf === outOf ? [] : [`${name}.outOf is ${points.outOf}, but the rules add up to ${outOf}`]),
  ];
}

function isMeasured({ verdict }: RuleResult | LoadResult): boolean {
  return verdict === 'met' || verdict === 'not-met';
}
