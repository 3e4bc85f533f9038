/** The report as one HTML file: no script, no request, readable without colour, by keyboard, by ear and on paper. */

import type { Report } from '../../model/report.ts';
import type { RenderContext } from '../render-context.ts';
import { headline } from '../wording.ts';
import { renderPage } from './page.ts';
import { renderFindings, renderLoad, renderNotes, renderOwnTests, renderProvenance } from './render-details.ts';
import { renderAllRules, renderNotMet } from './render-rules.ts';
import { renderNavigation, renderSummary } from './render-summary.ts';
import { html } from './tag.ts';

/** `report` is printable already. */
export function renderHtml(report: Report, context: RenderContext): string {
  const body = html`<header>${renderSummary(report, context)} ${renderNavigation(report)}</header>
    <main>
      ${renderNotMet(report, context)} ${renderAllRules(report, context)} ${renderFindings(report)}
      ${renderOwnTests(report)} ${renderLoad(report)} ${renderNotes(report)}
    </main>
    <footer>${renderProvenance(report)}</footer>`;
  return renderPage({ title: `${report.result.submission.id}: ${headline(report)}`, body });
}
