/** What renders a report: a record of pure functions Report -> string. */

import type { Report } from '../model/report.ts';
import { renderHtml } from './html/render-html.ts';
import { printableReport } from './printable-report.ts';
import type { RenderContext } from './render-context.ts';
import { renderJson } from './render-json.ts';
import { renderTerminal } from './terminal/render-terminal.ts';

export type Format = 'terminal' | 'json' | 'html';

export type Reporter = (report: Report, context: RenderContext) => string;

/** Every reporter ends its text with a line break. */
export const reporters: Readonly<Record<Format, Reporter>> = {
  terminal: (report, context) => renderTerminal(printableReport(report), context),
  json: (report) => renderJson(report),
  html: (report, context) => renderHtml(printableReport(report), context),
};
