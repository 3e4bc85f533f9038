import type { ComparedReport, Comparison } from '../../report/comparison/comparison.ts';
import { renderRange } from '../html/range-plot.ts';
import { html } from '../html/tag.ts';
import type { Html } from '../html/tag.ts';
import { comparedFacts } from './comparison-wording.ts';

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
  return html`<p class="fine prose">
      The line is the interval (95 %) of the sum before caps, the dot the points, on a scale from 0 to ${scale}.
    </p>
    <div class="scroll" role="group" aria-labelledby="facts-title" tabindex="0">
      <table>
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

function renderPlot({ score, sum }: ComparedReport, scale: number): Html {
  return renderRange(score.got / scale, sum && { low: sum.low / scale, high: sum.high / scale });
}
