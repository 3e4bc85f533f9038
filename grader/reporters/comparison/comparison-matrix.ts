import type { ComparedCell, ComparedRule, Comparison } from '../../report/comparison/comparison.ts';
import { html } from '../html/tag.ts';
import type { Html } from '../html/tag.ts';
import { cellPhrase } from './comparison-wording.ts';

/** With more reports than this each of them is a row, and each rule a column. */
const MOST_COLUMNS = 6;

/** The place of one verdict's evidence in the page. */
export function evidenceAnchor(row: number, column: number): string {
  return `e-${row}-${column}`;
}

/** Every rule of every report; what has evidence leads to it. */
export function renderMatrix(comparison: Comparison): Html {
  return comparison.columns.length > MOST_COLUMNS ? matrixByReport(comparison) : matrixByRule(comparison);
}

function matrixByRule({ columns, rows }: Comparison): Html {
  const body = rows.map(
    (rule, row) =>
      html`<tr class="${rule.differs ? 'differs' : ''}">
        <th scope="row">${rule.id} ${rule.title}</th>
        ${rule.cells.map((cell, column) => renderCell(cell, { row, column, what: `${rule.id}, ${columns[column]?.label}` }))}
      </tr>`,
  );
  return frame(
    'Rule',
    columns.map(({ label }) => html`<th scope="col">${label}</th>`),
    body,
  );
}

function matrixByReport({ columns, rows }: Comparison): Html {
  const heads = rows.map(({ id, title, differs }) => {
    const name = html`<abbr title="${title}">${id}</abbr>`;
    return html`<th scope="col">${differs ? html`<strong>${name}</strong>` : name}</th>`;
  });
  const body = columns.map(
    ({ label }, column) =>
      html`<tr>
        <th scope="row">${label}</th>
        ${rows.map(({ id, cells }: ComparedRule, row) => renderCell(cells[column] ?? null, { row, column, what: `${id}, ${label}` }))}
      </tr>`,
  );
  return frame('Report', heads, body);
}

function frame(corner: string, heads: readonly Html[], body: readonly Html[]): Html {
  return html`<div class="scroll" role="group" aria-labelledby="rules-title" tabindex="0">
    <table class="matrix">
      <thead>
        <tr>
          <th scope="col">${corner}</th>
          ${heads}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

interface Place {
  readonly row: number;
  readonly column: number;
  /** Rule and report, for those who hear the link alone. */
  readonly what: string;
}

function renderCell(cell: ComparedCell | null, { row, column, what }: Place): Html {
  const phrase = cellPhrase(cell);
  if (cell === null || cell.evidence.length === 0) return html`<td class="${cell?.verdict ?? ''}">${phrase}</td>`;
  return html`<td class="${cell.verdict}">
    <a href="#${evidenceAnchor(row, column)}" aria-label="${phrase}: ${what}">${phrase}</a>
  </td>`;
}
