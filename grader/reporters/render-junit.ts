import type { Report, RuleResult } from '../model/report.ts';
import { explainRule } from './explain-rule.ts';
import type { RenderContext } from './render-context.ts';
import { gateSentence, headline, rulesByPart, verdictWords } from './wording.ts';

/**
 * JUnit's XML as Jenkins' xunit plugin (junit-10.xsd), GitLab and others read it: a suite for each part, a test case for each
 * rule, the gate as a case of its own. `report` is printable already.
 */
export function renderJunit(report: Report, context: RenderContext): string {
  const parts = rulesByPart(report, context).map(({ title, rules }) => ({
    title,
    cases: rules.map((rule) => ruleCase(rule, report.result.challenge.id)),
  }));
  const suites = [{ title: 'Gate', cases: [gateCase(report)] }, ...parts];
  const about = { name: 'submissionHash', value: report.result.submission.treeHash };
  const all = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: `${report.result.submission.id}: ${headline(report)}`, ...countsOf(all) })}>`,
    ...suites.flatMap(({ title, cases }) => [
      `  <testsuite${attributes({ name: title, ...countsOf(cases), skipped: cases.filter((test) => test.outcome === 'skipped').length, timestamp: report.run.startedAt.replace(/(\.\d+)?Z$/, '') })}>`,
      `    <properties><property${attributes(about)}/></properties>`,
      ...cases.map(renderCase),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

interface Case {
  readonly name: string;
  readonly classname: string;
  readonly outcome: 'passed' | 'failure' | 'skipped';
  readonly message: string;
  readonly lines: readonly string[];
}

function ruleCase(rule: RuleResult, challenge: string): Case {
  const lines = explainRule(rule);
  return {
    name: `${rule.id} ${rule.title}`,
    classname: `${challenge}.${rule.part}`,
    outcome: rule.verdict === 'met' ? 'passed' : rule.verdict === 'not-met' ? 'failure' : 'skipped',
    message: `${verdictWords[rule.verdict]}, ${rule.points} of ${rule.outOf} points`,
    lines,
  };
}

function gateCase(report: Report): Case {
  const { challenge, gate } = report.result;
  const outcome = gate.passed ? 'passed' : 'failure';
  return { name: 'Gate', classname: challenge.id, outcome, message: gateSentence(report), lines: gate.reasons };
}

function renderCase({ name, classname, outcome, message, lines }: Case): string {
  const head = `    <testcase${attributes({ name, classname })}`;
  if (outcome === 'passed') return `${head}/>`;
  const type = outcome === 'failure' ? { type: 'not-met' } : {};
  return [
    `${head}>`,
    `      <${outcome}${attributes({ message, ...type })}>${lines.map(xmlText).join('\n')}</${outcome}>`,
    '    </testcase>',
  ].join('\n');
}

function countsOf(cases: readonly Case[]): Readonly<Record<string, number>> {
  return {
    tests: cases.length,
    failures: cases.filter(({ outcome }) => outcome === 'failure').length,
    errors: 0,
  };
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${xmlText(String(value))}"`)
    .join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Printable text as content or attribute; `]]>` ends nothing, because its bracket is an entity. */
function xmlText(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ENTITIES[char] ?? char);
}
