import type { Report, RuleResult } from '../model/report.ts';
import { allRules } from '../report/all-rules.ts';
import { explainRule } from './explain-rule.ts';
import { inertJson } from './render-json.ts';
import { unmeasuredSentence } from './wording.ts';

/** The specification's limit for a message. */
const MAX_MESSAGE = 65_535;

/**
 * Exercism's results.json, version 3 ("The Test Runner Interface"): a test for each rule that was measured, linked to its part
 * as the task. `report` is printable already.
 */
export function renderExercism(report: Report): string {
  const rules = allRules(report);
  const parts = [...new Set(rules.map(({ part }) => part))];
  const measured = rules.filter(({ verdict }) => verdict === 'met' || verdict === 'not-met');
  if (measured.length === 0) {
    const message = unmeasuredSentence(report) ?? 'Nothing was measured.';
    return inertJson({ version: 3, status: 'error', message, tests: [] });
  }
  return inertJson({
    version: 3,
    status: measured.every(({ verdict }) => verdict === 'met') ? 'pass' : 'fail',
    message: null,
    tests: measured.map((rule) => testOf(rule, parts.indexOf(rule.part) + 1)),
  });
}

function testOf(rule: RuleResult, task: number): object {
  const met = rule.verdict === 'met';
  return {
    name: `${rule.id} ${rule.title}`,
    status: met ? 'pass' : 'fail',
    message: met ? null : explainRule(rule).join('\n').slice(0, MAX_MESSAGE),
    task_id: task,
  };
}
