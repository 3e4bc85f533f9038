import type { Report, RuleResult } from '../model/report.ts';
import { allRules } from '../report/all-rules.ts';
import { explainRule } from './explain-rule.ts';
import { inertJson } from './render-json.ts';
import { capSentence, gateSentence, headline, unmeasuredSentence, verdictWords } from './wording.ts';

/**
 * Gradescope's results.json (gradescope-autograders, "Autograder Specifications"): a test for each rule. Only the candidate's
 * report is shown to students; any other stays with the instructors. `report` is printable already.
 */
export function renderGradescope(report: Report): string {
  const visibility = report.audience === 'candidate' ? 'visible' : 'hidden';
  return inertJson({
    score: report.score.got,
    output: summaryOf(report).join('\n'),
    output_format: 'text',
    visibility,
    stdout_visibility: 'hidden',
    tests: allRules(report).map((rule) => ({ ...testOf(rule), visibility })),
    extra_data: {
      challenge: report.result.challenge,
      gatePassed: report.result.gate.passed,
      submissionHash: report.result.submission.treeHash,
    },
  });
}

function summaryOf(report: Report): readonly string[] {
  const { gate } = report.result;
  const { cappedBy } = report.score;
  return [
    headline(report),
    [gateSentence(report), ...gate.reasons].join(' '),
    cappedBy === null ? null : capSentence(cappedBy, report.score),
    unmeasuredSentence(report),
  ].filter((line) => line !== null);
}

/** A rule without a verdict has no points at stake and no status, so that it counts for nothing. */
function testOf(rule: RuleResult): object {
  const { id, title, verdict, points, outOf } = rule;
  const measured = verdict === 'met' || verdict === 'not-met';
  return {
    number: id,
    name: `${title}: ${verdictWords[verdict]}`,
    score: measured ? points : 0,
    max_score: measured ? outOf : 0,
    ...(measured ? { status: verdict === 'met' ? 'passed' : 'failed' } : {}),
    output: verdict === 'met' ? '' : explainRule(rule).join('\n'),
    output_format: 'text',
  };
}
