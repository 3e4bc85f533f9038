import type { RuleResult } from '../model/report.ts';
import { casesPhrase, evidenceLine } from './wording.ts';

/** What became of a rule and why, line by line: for formats that hold plain text. */
export function explainRule(rule: RuleResult): readonly string[] {
  const evidence = rule.evidence.flatMap((item) => [
    evidenceLine(item),
    ...(item.replay === null ? [] : [`Again: ${item.replay}`]),
  ]);
  return [casesPhrase(rule), ...evidence].filter((line) => line !== null);
}
