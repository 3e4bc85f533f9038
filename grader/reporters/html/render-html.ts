/** The report as one HTML file: no script, no request, readable without colour, by keyboard, by ear and on paper. */

import type { Report } from '../../model/report.ts';
import type { RenderContext } from '../render-context.ts';
import { headline } from '../wording.ts';
import { renderPage } from './page.ts';
import { renderFindings } from './render-findings.ts';
import { renderHandIn } from './render-hand-in.ts';
import { renderLoad } from './render-load.ts';
import { renderOwnTests } from './render-own-tests.ts';
import { renderAbout, renderProvenance } from './render-provenance.ts';
import { renderAllRules, renderNotMet } from './render-rules.ts';
import { renderNavigation, renderSummary } from './render-summary.ts';
import { reportStyle } from './report-style.ts';
import { html } from './tag.ts';

/** `report` is printable already. An auditor finds first what everybody else finds last. */
export function renderHtml(report: Report, context: RenderContext): string {
  const provenance = renderProvenance(report, context);
  const first = context.audience === 'auditor';
  const body = html`<header>${renderSummary(report, context)} ${renderNavigation(report)}</header>
    <main>
      ${first && provenance} ${renderNotMet(report, context)} ${renderAllRules(report, context)}
      ${renderFindings(report)} ${renderOwnTests(report)} ${renderLoad(report, context)} ${renderHandIn(report)}
    </main>
    <footer>${!first && provenance} ${renderAbout()}</footer>`;
  return renderPage({ title: `${report.result.submission.id}: ${headline(report)}`, style: reportStyle, body });
}
