/** What renders a report: a record of pure functions Report -> string. */

import type { Audience, Report } from '../model/report.ts';
import { reportFor } from '../report/for-audience.ts';
import type { Format } from './formats.ts';
import { renderHtml } from './html/render-html.ts';
import { printableReport } from './printable-report.ts';
import type { RenderContext } from './render-context.ts';
import { renderCsv } from './render-csv.ts';
import { renderCtrf } from './render-ctrf.ts';
import { renderExercism } from './render-exercism.ts';
import { renderGithub } from './render-github.ts';
import { renderGradescope } from './render-gradescope.ts';
import { renderJson } from './render-json.ts';
import { renderJunit } from './render-junit.ts';
import { renderMarkdown } from './render-markdown.ts';
import { renderMutation } from './render-mutation.ts';
import { renderSarif } from './render-sarif.ts';
import { renderTerminal } from './terminal/render-terminal.ts';

export type Reporter = (report: Report, context: RenderContext) => string;

/** Every reporter ends its text with a line break. All but `json` get strings that are printable already. */
const renderers: Readonly<Record<Format, Reporter>> = {
  terminal: renderTerminal,
  json: renderJson,
  html: renderHtml,
  markdown: renderMarkdown,
  junit: renderJunit,
  sarif: renderSarif,
  ctrf: renderCtrf,
  gradescope: renderGradescope,
  exercism: renderExercism,
  csv: renderCsv,
  mutation: renderMutation,
  github: renderGithub,
};

/** The report in one format, as one audience may see it. What Exercism gets is shown to the candidate, whoever asked for it. */
export function renderReport(report: Report, format: Format, context: RenderContext): string {
  const audience: Audience = format === 'exercism' ? 'candidate' : context.audience;
  const view = reportFor(report, audience, context.challenge.rules);
  return renderers[format](format === 'json' ? view : printableReport(view), contextFor(audience, context));
}

/** Questions are the interviewer's. */
function contextFor(audience: Audience, context: RenderContext): RenderContext {
  if (audience === 'interviewer') return { ...context, audience };
  const { title, parts, rules, load } = context.challenge;
  const unasked = { title, parts, rules: rules.map((rule) => ({ ...rule, questions: [] })) };
  return { ...context, audience, challenge: load === undefined ? unasked : { ...unasked, load } };
}
