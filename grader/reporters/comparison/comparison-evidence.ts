import type { ComparedCell, ComparedRule, Comparison } from '../../report/comparison/comparison.ts';
import { html } from '../html/tag.ts';
import type { Html } from '../html/tag.ts';
import { evidenceLine, plural } from '../wording.ts';
import { evidenceAnchor } from './comparison-matrix.ts';
import { cellPhrase } from './comparison-wording.ts';

/** What was seen, rule by rule and report by report: the places that the matrix leads to. */
export function renderEvidence(comparison: Comparison): Html | null {
  const rules = comparison.rows.map((rule, row) => renderRule(comparison, rule, row)).filter((part) => part !== null);
  if (rules.length === 0) return null;
  return html`<section aria-labelledby="evidence-title">
    <h2 id="evidence-title">Evidence</h2>
    ${rules}
  </section>`;
}

function renderRule({ columns }: Comparison, { id, title, cells }: ComparedRule, row: number): Html | null {
  const shown = cells.flatMap((cell, column) =>
    cell === null || cell.evidence.length === 0
      ? []
      : [renderShown(cell, columns[column]?.label ?? '', evidenceAnchor(row, column))],
  );
  if (shown.length === 0) return null;
  return html`<div class="part">
    <h3>${id} ${title}</h3>
    ${shown}
  </div>`;
}

function renderShown(cell: ComparedCell, label: string, anchor: string): Html {
  const cases = cell.cases === 0 ? null : `${cell.failed} of ${plural(cell.cases, 'case')} failed`;
  return html`<article class="shown prose" id="${anchor}">
    <h4>${label}: <span class="verdict ${cell.verdict}">${cellPhrase(cell)}</span></h4>
    ${cases && html`<p class="fine">${cases}</p>`}
    <ul>
      ${cell.evidence.map((evidence) => html`<li>${evidenceLine(evidence)}</li>`)}
    </ul>
  </article>`;
}
