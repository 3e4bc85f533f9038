import type { Rule } from '../model/challenge.ts';
import type { RuleResult } from '../model/report.ts';
import { askedSentence } from '../report/for-audience.ts';
import { casesPhrase, evidenceLine } from './wording.ts';

/** What became of a rule and why, line by line: for formats that hold plain text. */
export function explainRule(rule: RuleResult): readonly string[] {
  const evidence = rule.evidence.flatMap((item) => [
    evidenceLine(item),
    ...(item.replay === null ? [] : [`Again: ${item.replay}`]),
  ]);
  return [casesPhrase(rule), ...evidence].filter((line) => line !== null);
}

/** The author's words above what happened to a rule; where the evidence holds nothing else, as in a candidate's report, they say that they are what is asked. */
export function introduceRule({ evidence }: Pick<RuleResult, 'evidence'>, texts: Pick<Rule, 'summary'>): string {
  const asked = askedSentence(texts);
  return evidence.some(({ message }) => message === asked) ? asked : texts.summary;
}
