/** The report as one HTML file: no script, no request, readable without colour, by keyboard, by ear and on paper. */

import type { Report } from '../../model/report.ts';
import type { RenderContext } from '../render-context.ts';
import { headline } from '../wording.ts';
import { renderFindings, renderLoad, renderNotes, renderOwnTests, renderProvenance } from './render-details.ts';
import { renderAllRules, renderNotMet } from './render-rules.ts';
import { renderNavigation, renderSummary } from './render-summary.ts';
import { style } from './style.ts';
import { html, trusted } from './tag.ts';

/** The style may stand in the file; everything else, from anywhere, is refused. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

/** `report` is printable already. */
export function renderHtml(report: Report, context: RenderContext): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trusted(POLICY)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${report.result.submission.id}: ${headline(report)}</title>
        <style>
          ${trusted(style)}
        </style>
      </head>
      <body>
        <header>${renderSummary(report, context)} ${renderNavigation(report)}</header>
        <main>
          ${renderNotMet(report, context)} ${renderAllRules(report, context)} ${renderFindings(report)}
          ${renderOwnTests(report)} ${renderLoad(report)} ${renderNotes(report)}
        </main>
        <footer>${renderProvenance(report)}</footer>
      </body>
    </html> `;
  return page.toString();
}
