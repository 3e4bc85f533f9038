import type { Rule } from '../model/challenge.ts';
import type { CaseResult, Evidence, Finding, Measured, RulesEvidence, TestsEvidence } from '../model/evidence.ts';
import type { RuleEvidence, RuleResult } from '../model/report.ts';
import { printable } from '../printable.ts';
import { compareFindings } from './compare-findings.ts';

/** How many observations explain a verdict. */
const SHOWN = 3;

const NO_CASES = { cases: 0, failed: 0, casesHash: null } as const;

type Outcome = Omit<RuleResult, 'id' | 'part' | 'title' | 'points' | 'outOf'>;

/** The verdict of one rule and what explains it. The load rule is not scored here. */
export function scoreRule(rule: Rule, evidence: Evidence): RuleResult {
  const outcome = outcomeOf(rule, evidence);
  const points = outcome.verdict === 'met' ? rule.points : 0;
  return { id: rule.id, part: rule.part, title: rule.title, ...outcome, points, outOf: rule.points };
}

function outcomeOf(rule: Rule, { types, patterns, rules, tests, load }: Evidence): Outcome {
  switch (rule.check) {
    case 'types':
      return types.status === 'measured' ? byFindings(types.findings) : notMeasured(types.cause);
    case 'patterns':
      return patterns.status === 'measured'
        ? byFindings(patterns.findings.filter(({ severity }) => severity !== 'info'))
        : notMeasured(patterns.cause);
    case 'rules':
      return byCases(rule, rules);
    case 'tests':
      return notMeasured(describeTests(tests));
    case 'load':
      return notMeasured(load.status === 'measured' ? 'the load rule is scored apart' : load.cause);
    default:
      return rule.check satisfies never;
  }
}

function byFindings(findings: readonly Finding[]): Outcome {
  const shown = [...findings].sort(compareFindings).slice(0, SHOWN);
  const evidence = shown.map(({ file, line, column, rule, message }) =>
    observation(`${file}:${line}:${column} ${rule === 'types' ? '' : `${rule}: `}${message}`),
  );
  return { verdict: findings.length === 0 ? 'met' : 'not-met', ...NO_CASES, evidence };
}

/** A rule without any case cannot be told from one whose cases were lost: that is never the candidate's fault. */
function byCases(rule: Rule, rules: Measured<RulesEvidence>): Outcome {
  if (rules.status !== 'measured') return notMeasured(rules.cause);
  const cases = rules.cases.filter((result) => result.rule === rule.id);
  if (cases.length === 0) return notMeasured('no hidden case of this rule was run');
  const failed = bySimplicity(cases.filter(({ status }) => status === 'failed'));
  const evidence = failed.slice(0, SHOWN).map((result, index) => describeCase(result, index === 0));
  return {
    verdict: failed.length === 0 ? 'met' : 'not-met',
    cases: cases.length,
    failed: failed.length,
    casesHash: rules.caseHashes?.[rule.id] ?? null,
    evidence,
  };
}

/** The case with the shortest story comes first, the others as they stand in the suites. */
function bySimplicity(failed: readonly CaseResult[]): readonly CaseResult[] {
  const inOrder = [...failed].sort((a, b) => a.position - b.position);
  const shortest = Math.min(...inOrder.map(lengthOf));
  const told = inOrder.find((result) => result.story !== null && lengthOf(result) === shortest);
  return told === undefined ? inOrder : [told, ...inOrder.filter((result) => result !== told)];
}

function lengthOf({ story }: CaseResult): number {
  return story === null ? Infinity : story.steps.length + story.omitted;
}

/** One story a rule is enough: the simplest. */
function describeCase({ id, rule, message, story }: CaseResult, told: boolean): RuleEvidence {
  return {
    ...observation(message ?? 'failed without a message'),
    replay: `grade explain <report> ${rule} --replay <submission>`,
    case: id,
    story: told ? story : null,
  };
}

/** Own tests are run on the own solution only, which says too little to give or take points. */
function describeTests(tests: Measured<TestsEvidence>): string {
  if (tests.status !== 'measured') return tests.cause;
  const ran = tests.tests.filter(({ status }) => status !== 'skipped');
  const passed = ran.filter(({ status }) => status === 'passed').length;
  const count = ran.length === 0 ? 'no own test ran' : `${passed} of ${ran.length} own tests pass`;
  return `${count} on the own solution; own tests are not scored by this version`;
}

function notMeasured(cause: string): Outcome {
  return { verdict: 'not-measured', ...NO_CASES, evidence: [observation(cause)] };
}

function observation(message: string): RuleEvidence {
  return { case: null, message: printable(message, 500), replay: null, story: null };
}
