import type { Report, RuleResult } from '../model/report.ts';

/** Every rule of the report in the challenge's order, the load rule as the last of them. */
export function allRules({ result, measurement }: Report): readonly RuleResult[] {
  const { message, evidence: _figures, ...load } = measurement.load;
  return [
    ...result.rules,
    { ...load, cases: 0, failed: 0, casesHash: null, evidence: [{ case: null, message, replay: null, story: null }] },
  ];
}
