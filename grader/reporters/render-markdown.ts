import type { Report, RuleResult, SuiteResult } from '../model/report.ts';
import { allRules } from '../report/all-rules.ts';
import { askedSentence } from '../report/for-audience.ts';
import { explainRule, introduceRule } from './explain-rule.ts';
import type { RenderContext } from './render-context.ts';
import {
  ABOUT_REPORTS,
  capSentence,
  droppedWords,
  gateSentence,
  headline,
  loadSentence,
  ownTestsSentence,
  plural,
  pointsOf,
  rulesByPart,
  suiteSentence,
  themePhrase,
  unmeasuredSentence,
  untouchedSentence,
  verdictWords,
} from './wording.ts';

/** Markdown as GitHub and GitLab show it. Whatever a candidate can have written stands in code spans. `report` is printable already. */
export function renderMarkdown(report: Report, context: RenderContext): string {
  const blocks = [
    `# ${codeSpan(report.result.submission.id)}: ${headline(report)}`,
    ...renderState(report),
    renderParts(report, context),
    ...renderNotMet(report, context),
    ...renderFindings(report),
    renderOwnTests(report),
    ...renderLoad(report),
    renderProvenance(report, context),
    `${ABOUT_REPORTS.join(' ')}\n`,
  ];
  return blocks.join('\n\n');
}

function renderOwnTests({ result }: Report): string {
  const { suite, failures, problems } = result.tests;
  const failing = failures.map(({ name, message }) => named(name, message ?? ''));
  const blocks = [
    `## Own tests\n\n${ownTestsSentence(result.tests)}`,
    ...(failing.length === 0 ? [] : [list(failing)]),
    ...(problems.length === 0 ? [] : [list(problems.map(codeSpan))]),
    ...(suite === null ? [] : [suiteSentence(suite), list(suite.themes.map(themePhrase)), ...renderDropped(suite)]),
  ];
  return blocks.join('\n\n');
}

function renderDropped({ dropped, ownCode }: SuiteResult): readonly string[] {
  const tests = dropped.map(({ name, reason, message }) => `${named(name, message)} (${droppedWords[reason]})`);
  return [
    ...(tests.length === 0 ? [] : [`Tests that do not count:\n\n${list(tests)}`]),
    ...(ownCode.length === 0 ? [] : [list(ownCode.map(codeSpan))]),
  ];
}

function named(name: string, message: string): string {
  return message === '' ? codeSpan(name) : `${codeSpan(name)}: ${codeSpan(message)}`;
}

function renderState(report: Report): readonly string[] {
  const { result, score, run } = report;
  const missing = unmeasuredSentence(report);
  const untouched = untouchedSentence(report);
  return [
    `**${gateSentence(report)}**`,
    ...(result.gate.reasons.length === 0 ? [] : [list(result.gate.reasons.map(codeSpan))]),
    ...(score.cappedBy === null ? [] : [markdownText(capSentence(score.cappedBy, score))]),
    ...(untouched === null ? [] : [markdownText(untouched)]),
    ...(missing === null ? [] : [markdownText(missing)]),
    ...(run.faults.length === 0
      ? []
      : [`Faults of the kit, which cost no points:\n\n${list(run.faults.map(codeSpan))}`]),
  ];
}

function renderParts(report: Report, context: RenderContext): string {
  const rows = rulesByPart(report, context).map(({ title, rules }) => {
    const points = pointsOf(rules);
    const ids = (met: boolean): string =>
      rules
        .filter(({ verdict }) => (verdict === 'met') === met)
        .map(({ id }) => markdownText(id))
        .join(' ');
    return `| ${markdownText(title)} | ${points === null ? '' : `${points.got} of ${points.outOf}`} | ${ids(true)} | ${ids(false)} |`;
  });
  return ['| Part | Points | Met | Not met or not measured |', '| --- | ---: | --- | --- |', ...rows].join('\n');
}

function renderNotMet(report: Report, context: RenderContext): readonly string[] {
  const rules = allRules(report).filter(({ verdict }) => verdict === 'not-met');
  return rules.length === 0 ? [] : ['## What is not met', ...rules.map((rule) => renderRule(rule, context))];
}

function renderRule(rule: RuleResult, { challenge }: RenderContext): string {
  const texts = challenge.rules.find(({ id }) => id === rule.id);
  const evidence = explainRule(rule).filter(
    (line) => texts === undefined || (line !== texts.summary && line !== askedSentence(texts)),
  );
  const questions = texts?.questions ?? [];
  return [
    `### ${markdownText(`${rule.id} ${rule.title}`)}: ${verdictWords[rule.verdict]}, ${rule.points} of ${plural(rule.outOf, 'point')}`,
    ...(texts === undefined ? [] : [markdownText(introduceRule(rule, texts))]),
    ...(evidence.length === 0 ? [] : [list(evidence.map(codeSpan))]),
    ...(questions.length === 0 ? [] : [`To ask:\n\n${list(questions.map(markdownText))}`]),
  ].join('\n\n');
}

function renderFindings({ result }: Report): readonly string[] {
  const { findings } = result;
  if (findings.length === 0) return [];
  const items = findings.slice(0, 100).map(({ file, line, column, rule, severity, message }) => {
    return `${codeSpan(`${file}:${line}:${column}`)} ${codeSpan(rule)} (${severity}): ${codeSpan(message)}`;
  });
  const more = findings.length > items.length ? [`${findings.length - items.length} more are in the report.`] : [];
  return [`## ${plural(findings.length, 'finding')}`, list(items), ...more];
}

function renderLoad({ measurement }: Report): readonly string[] {
  const { evidence, verdict, message } = measurement.load;
  const text =
    evidence === null || evidence.problem !== null
      ? `${verdictWords[verdict]}: ${codeSpan(message)}`
      : markdownText(loadSentence(evidence));
  return [`## Load\n\n${text}`];
}

function renderProvenance({ result, run }: Report, { resultHash }: RenderContext): string {
  const facts = [
    `Challenge ${result.challenge.id} ${result.challenge.version}, ${result.challenge.hash}`,
    `Submission ${result.submission.treeHash}`,
    ...(resultHash === null ? [] : [`Result ${resultHash}`]),
    `Seed ${result.seed}, kit ${run.kit}, Node ${run.node}, isolation ${run.isolation}, graded ${run.startedAt}`,
  ];
  return `## Provenance\n\n${list(facts.map(codeSpan))}`;
}

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

/** Text of the challenge's author: shown as written, never as markup. */
export function markdownText(text: string): string {
  return text.replace(/[\\`*_{}[\]()<>#+!|~&@-]/g, (char) => (char === '@' ? '&#64;' : `\\${char}`));
}

/** Text from anywhere, in which nothing is a link, a mention, a tag or emphasis. The bar is escaped because tables split at it. */
export function codeSpan(text: string): string {
  if (text.trim() === '') return '` `';
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = /^[` ]|[` ]$/.test(text) ? ' ' : '';
  return fence + padding + text + padding + fence;
}
