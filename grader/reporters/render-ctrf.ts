import type { Report, RuleResult, Verdict } from '../model/report.ts';
import { allRules } from '../report/all-rules.ts';
import { explainRule } from './explain-rule.ts';
import type { RenderContext } from './render-context.ts';
import { inertJson } from './render-json.ts';
import { rulesByPart, verdictWords } from './wording.ts';

type CtrfStatus = 'passed' | 'failed' | 'skipped' | 'other';

const STATUS: Readonly<Record<Verdict, CtrfStatus>> = {
  met: 'passed',
  'not-met': 'failed',
  'not-measured': 'other',
  'not-applicable': 'skipped',
};

/** Common Test Report Format (ctrf.io): a test for each rule. `report` is printable already. */
export function renderCtrf(report: Report, context: RenderContext): string {
  const { run, result, score } = report;
  const rules = allRules(report);
  const count = (status: CtrfStatus): number => rules.filter(({ verdict }) => STATUS[verdict] === status).length;
  const start = Temporal.Instant.from(run.startedAt).epochMilliseconds;
  const titles = new Map(
    rulesByPart(report, context).flatMap((part) => part.rules.map(({ id }) => [id, part.title] as const)),
  );
  return inertJson({
    reportFormat: 'CTRF',
    specVersion: '1.0.0',
    timestamp: run.startedAt,
    generatedBy: `grade ${run.kit}`,
    results: {
      tool: { name: 'grade', version: run.kit },
      summary: {
        tests: rules.length,
        passed: count('passed'),
        failed: count('failed'),
        skipped: count('skipped'),
        pending: 0,
        other: count('other'),
        start,
        stop: start + Math.round(run.durationMs),
        extra: { points: score.got, outOf: score.outOf, gatePassed: result.gate.passed },
      },
      tests: rules.map((rule) => testOf(rule, titles.get(rule.id) ?? rule.part)),
      environment: {
        appName: result.submission.id,
        extra: { challenge: result.challenge, seed: result.seed, submissionHash: result.submission.treeHash },
      },
    },
  });
}

/** Rules are not timed one by one: the format wants a duration, and 0 is what it has for "none". */
function testOf(rule: RuleResult, part: string): object {
  const message = rule.verdict === 'met' ? '' : explainRule(rule).join('\n');
  return {
    name: `${rule.id} ${rule.title}`,
    status: STATUS[rule.verdict],
    duration: 0,
    suite: [part],
    rawStatus: verdictWords[rule.verdict],
    ...(message === '' ? {} : { message }),
    extra: { points: rule.points, outOf: rule.outOf },
  };
}
