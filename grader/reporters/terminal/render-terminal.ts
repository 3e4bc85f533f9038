/** The report for a terminal: what was reached, what was not and why, and what to do next. */

import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';

import type { Report } from '../../model/report.ts';
import { allRules } from '../../report/all-rules.ts';
import type { RenderContext } from '../render-context.ts';
import {
  capSentence,
  casesPhrase,
  evidenceLine,
  firstQuestion,
  gateSentence,
  headline,
  loadSentence,
  plural,
  unmeasuredSentence,
  untouchedSentence,
} from '../wording.ts';
import { entry, paragraph, section } from './layout.ts';
import type { Paint } from './layout.ts';
import { renderOwnTests } from './render-own-tests.ts';
import { renderParts } from './render-parts.ts';

const MAX_FINDINGS = 10;
const MAX_ITEMS = 5;

/** `report` is printable already. */
export function renderTerminal(report: Report, context: RenderContext): string {
  const color = new Chalk({ level: context.colorLevel });
  const lines = [
    '',
    ...renderHead(report, context, color),
    '',
    ...renderParts(report, context, color),
    ...section(color.bold('Not met'), renderNotMet(report, context, color)),
    ...section(color.bold('Findings'), renderFindings(report, context, color)),
    ...section(color.bold('Own tests'), renderOwnTests(report, context, color)),
    ...section(color.bold('Load'), renderLoad(report, context)),
    ...section(color.bold('Not measured'), renderNotMeasured(report, context, color)),
    ...section(color.bold('About the hand-in'), renderNotes(report, context)),
    ...section(color.bold.yellow('Faults of the kit'), listed(report.run.faults, context.width)),
    ...section(color.bold('Next'), renderNext(report, context, color)),
    '',
  ];
  return `${lines.join('\n')}\n`;
}

function renderHead(report: Report, { challenge, width }: RenderContext, color: ChalkInstance): readonly string[] {
  const { result, score, run } = report;
  const { passed, reasons } = result.gate;
  const gatePaint: Paint = passed ? String : color.red;
  const about = `${result.submission.id}, ${challenge.title} ${result.challenge.version}, isolation ${run.isolation}`;
  const missing = unmeasuredSentence(report);
  const untouched = untouchedSentence(report);
  return [
    ...paragraph(about, width, color.dim),
    '',
    ...paragraph(headline(report), width, color.bold),
    ...paragraph(gateSentence(report), width, gatePaint),
    ...reasons.flatMap((reason) => entry({ label: '-', indent: 2, text: reason, paintText: gatePaint }, width)),
    ...(score.cappedBy === null ? [] : paragraph(capSentence(score.cappedBy, score), width, color.red)),
    ...(untouched === null ? [] : paragraph(untouched, width)),
    ...(missing === null ? [] : paragraph(missing, width)),
  ];
}

function renderNotMet(report: Report, { challenge, width }: RenderContext, color: ChalkInstance): readonly string[] {
  const rules = allRules(report).filter(({ verdict }) => verdict === 'not-met');
  return rules.flatMap((rule) => {
    const cap = challenge.rules.find(({ id }) => id === rule.id)?.cap;
    const facts = [
      rule.title,
      `${rule.points} of ${plural(rule.outOf, 'point')}`,
      casesPhrase(rule),
      cap === undefined ? null : `limits the total to ${cap}`,
    ];
    const title = facts.filter((fact) => fact !== null).join(', ');
    const first = rule.evidence[0];
    return [
      ...entry({ label: rule.id, indent: 5, text: title, paintLabel: color.red }, width),
      ...(first ? entry({ label: '', indent: 5, text: evidenceLine(first), paintText: color.dim }, width) : []),
    ];
  });
}

function renderFindings(report: Report, { width }: RenderContext, color: ChalkInstance): readonly string[] {
  const { findings } = report.result;
  const shown = findings
    .slice(0, MAX_FINDINGS)
    .flatMap(({ file, line, column, rule, severity, message }) => [
      ...paragraph(`${file}:${line}:${column} ${rule} (${severity})`, width),
      ...entry({ label: '', indent: 5, text: message, paintText: color.dim }, width),
    ]);
  return [...shown, ...remaining(findings.length - MAX_FINDINGS, width)];
}

function renderLoad({ measurement }: Report, { width }: RenderContext): readonly string[] {
  const { evidence } = measurement.load;
  return evidence === null || evidence.problem !== null ? [] : paragraph(loadSentence(evidence), width);
}

function renderNotMeasured(report: Report, { width }: RenderContext, color: ChalkInstance): readonly string[] {
  const rules = allRules(report).filter(({ verdict }) => verdict === 'not-measured');
  return rules.flatMap(({ id, title, outOf, evidence }) => {
    const cause = evidence[0]?.message ?? 'no cause was given';
    const text = `${title}, ${plural(outOf, 'point')}: ${sentence(cause)}`;
    return entry({ label: id, indent: 5, text, paintLabel: color.yellow }, width);
  });
}

function renderNotes(report: Report, { width }: RenderContext): readonly string[] {
  return listed(
    report.result.submission.notes.map(({ path, message }) => `${path}: ${message}`),
    width,
  );
}

function renderNext(report: Report, context: RenderContext, color: ChalkInstance): readonly string[] {
  const { paths, width } = context;
  const first = firstQuestion(report, context);
  const question = first && `${first.question} (${first.rule.id})`;
  return [
    ...(paths.html === null
      ? []
      : entry({ label: 'Open', indent: 11, text: paths.html, paintText: color.bold }, width)),
    ...(paths.json === null ? [] : entry({ label: 'Data', indent: 11, text: paths.json }, width)),
    ...(question === null ? [] : entry({ label: 'Ask first', indent: 11, text: question }, width)),
  ];
}

function listed(items: readonly string[], width: number): readonly string[] {
  const shown = items.slice(0, MAX_ITEMS).flatMap((text) => entry({ label: '-', indent: 2, text }, width));
  return [...shown, ...remaining(items.length - MAX_ITEMS, width)];
}

function remaining(count: number, width: number): readonly string[] {
  return count > 0 ? paragraph(`+ ${count} more in report.json`, width) : [];
}

function sentence(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1) + (/[.!?…]$/.test(text) ? '' : '.');
}
