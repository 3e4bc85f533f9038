import type { ComparedReport, Comparison } from '../../report/comparison/comparison.ts';
import { html, trusted } from '../html/tag.ts';
import type { Html } from '../html/tag.ts';
import { comparedFacts } from './comparison-wording.ts';

/** Columns of the drawing's own coordinates. */
const WIDTH = 144;

/** A report in each row: its figures, and its points drawn on one scale for all. */
export function renderFacts(comparison: Comparison): Html {
  const facts = comparedFacts(comparison);
  const scale = Math.max(1, ...comparison.columns.map(({ score }) => score.outOf));
  const rows = comparison.columns.map(
    (column) =>
      html`<tr>
        <th scope="row">${column.label}</th>
        <td>${renderPlot(column, scale)}</td>
        ${facts.map(([, of]) => html`<td>${of(column)}</td>`)}
      </tr>`,
  );
  return html`<div class="scroll" role="region" aria-labelledby="facts-title" tabindex="0">
    <table>
      <caption>
        The line is the interval (95 %) of the sum before caps, the dot the points, on a scale from 0 to ${scale}.
      </caption>
      <thead>
        <tr>
          <th scope="col">Report</th>
          <th scope="col">0 to ${scale}</th>
          ${facts.map(([name]) => html`<th scope="col">${name}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

/** The figures stand beside it as text. */
function renderPlot({ score, sum }: ComparedReport, scale: number): Html {
  const at = (points: number): string => (4 + (points / scale) * (WIDTH - 8)).toFixed(1);
  const range = sum === null ? '' : `<line class="range" x1="${at(sum.low)}" x2="${at(sum.high)}" y1="9" y2="9"/>`;
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} 18" aria-hidden="true">
    ${trusted(`<line class="axis" x1="4" x2="${WIDTH - 4}" y1="9" y2="9"/>${range}`)}
    ${trusted(`<circle class="got" cx="${at(score.got)}" cy="9" r="3.5"/>`)}
  </svg>`;
}
