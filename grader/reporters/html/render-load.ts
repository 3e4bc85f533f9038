import type { LoadEvidence } from '../../model/evidence.ts';
import type { Report } from '../../model/report.ts';
import type { RenderContext } from '../render-context.ts';
import { grouped, plural } from '../wording.ts';
import { besideHead, renderLoadDetails } from './load-details.ts';
import { renderLoadPlot } from './load-plot.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

/** Candidate and reference side by side. */
export function renderLoad({ measurement }: Report, { challenge }: RenderContext): Html {
  const { evidence, message, verdict } = measurement.load;
  const usable = evidence !== null && evidence.problem === null;
  return html`<section id="load" aria-labelledby="load-title">
    <h2 id="load-title">Load</h2>
    ${
      usable
        ? html`${renderLoadPlot(evidence, challenge.load)} ${renderTable(evidence, measurement.load)}
          ${evidence.details && renderLoadDetails(evidence.details)}`
        : html`<p>${verdict === 'not-measured' ? 'Not measured' : 'Not met'}: ${message}</p>`
    }
  </section>`;
}

function renderTable(
  { throughput, cost, heapBytesPerPayment, memory, noise }: LoadEvidence,
  { points, outOf, verdict, message }: Report['measurement']['load'],
): Html {
  const rows: readonly (readonly [string, number, number, number])[] = [
    ['Payments per second of CPU time', throughput.candidate, throughput.reference, cost.median],
    ['Bytes per payment', heapBytesPerPayment.candidate, heapBytesPerPayment.reference, memory],
  ];
  const caption = verdict === 'not-measured' ? 'Not scored' : `${points} of ${plural(outOf, 'point')}`;
  return html`<table>
      <caption>
        ${caption}
      </caption>
      ${besideHead('Measure')}
      <tbody>
        ${rows.map(
          ([name, candidate, reference, ratio]) =>
            html`<tr>
              <th scope="row">${name}</th>
              <td class="number">${grouped(candidate)}</td>
              <td class="number">${grouped(reference)}</td>
              <td class="number">${ratio.toFixed(2)} ×</td>
            </tr>`,
        )}
      </tbody>
    </table>
    ${verdict === 'not-measured' && html`<p>${message}</p>`}
    <p class="fine">
      The run puts the cost between ${cost.low.toFixed(2)} and ${cost.high.toFixed(2)} times the reference's (95 %). The
      reference beside itself took ${noise.median.toFixed(2)} times its own cost (${noise.low.toFixed(2)} to
      ${noise.high.toFixed(2)}): that is this machine's noise.
    </p>`;
}
