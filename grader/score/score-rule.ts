import type { OwnTestsRubric, Rule } from '../model/challenge.ts';
import type { CaseResult, Evidence, Finding, Measured, RulesEvidence, TestsEvidence } from '../model/evidence.ts';
import type { RuleEvidence, RuleResult } from '../model/report.ts';
import { printable } from '../printable.ts';
import { compareFindings } from './compare-findings.ts';
import { scoreOwnTests } from './score-own-tests.ts';

/** How many observations explain a verdict. */
const SHOWN = 3;

const NO_CASES = { cases: 0, failed: 0, casesHash: null } as const;

type Outcome = Omit<RuleResult, 'id' | 'part' | 'title' | 'points' | 'outOf'> & {
  /** Where a rule can earn a part of its points. */
  readonly points?: number;
};

/** The verdict of one rule and what explains it. The load rule is not scored here. */
export function scoreRule(rule: Rule, evidence: Evidence, ownTests: OwnTestsRubric | undefined): RuleResult {
  const { points, ...outcome } = outcomeOf(rule, evidence, ownTests);
  const earned = points ?? (outcome.verdict === 'met' ? rule.points : 0);
  return { id: rule.id, part: rule.part, title: rule.title, ...outcome, points: earned, outOf: rule.points };
}

function outcomeOf(
  rule: Rule,
  { types, patterns, rules, tests, load }: Evidence,
  ownTests: OwnTestsRubric | undefined,
): Outcome {
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
      return byTests(tests, ownTests);
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

/** One story a rule is enough: the simplest, whose case is also the one that a replay runs. */
function describeCase({ id, rule, message, story }: CaseResult, told: boolean): RuleEvidence {
  return {
    ...observation(message ?? 'failed without a message'),
    replay: told ? `grade explain <report> ${rule} --replay <submission>` : null,
    case: id,
    story: told ? story : null,
  };
}

function byTests(tests: Measured<TestsEvidence>, rubric: OwnTestsRubric | undefined): Outcome {
  if (tests.status !== 'measured') return notMeasured(tests.cause);
  if (rubric === undefined) return notMeasured('the challenge does not say how own tests are scored');
  const { points, met, reasons } = scoreOwnTests(rubric, tests);
  return { verdict: met ? 'met' : 'not-met', ...NO_CASES, points, evidence: reasons.map(observation) };
}

function notMeasured(cause: string): Outcome {
  return { verdict: 'not-measured', ...NO_CASES, evidence: [observation(cause)] };
}

function observation(message: string): RuleEvidence {
  return { case: null, message: printable(message, 500), replay: null, story: null };
}
