import type { Severity } from '../../model/challenge.ts';
import type { Report } from '../../model/report.ts';
import { grouped, ownTestsSentence, plural } from '../wording.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

const severityWords: Readonly<Record<Severity, string>> = {
  gate: 'fails the gate',
  points: 'costs points',
  info: 'for information',
};

/** Type errors and banned patterns with their places; nothing where there are none. */
export function renderFindings({ result }: Report): Html | null {
  const { findings } = result;
  if (findings.length === 0) return null;
  const items = findings.map(
    ({ file, line, column, rule, severity, message }) =>
      html`<li>
        <p><code>${file}:${line}:${column}</code></p>
        <p>${message}</p>
        <p class="fine">${rule}, ${severityWords[severity]}</p>
      </li>`,
  );
  return html`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">${plural(findings.length, 'finding')}</h2>
    <ol class="findings">
      ${items}
    </ol>
  </section>`;
}

/** The candidate's own tests on the candidate's own solution. */
export function renderOwnTests({ result }: Report): Html {
  const { tests } = result;
  const failures = tests.failures.map(
    ({ name, message }) =>
      html`<li>
        <p>${name}</p>
        ${message && html`<p class="fine">${message}</p>`}
      </li>`,
  );
  return html`<section id="tests" aria-labelledby="tests-title">
    <h2 id="tests-title">Own tests</h2>
    <p>${ownTestsSentence(tests)}</p>
    ${tests.problems.map((problem) => html`<p>${problem}</p>`)}
    ${
      failures.length > 0 &&
      html`<ol class="findings">
        ${failures}
      </ol>`
    }
  </section>`;
}

/** Candidate and reference side by side. */
export function renderLoad({ measurement }: Report): Html {
  const { load } = measurement;
  return html`<section id="load" aria-labelledby="load-title">
    <h2 id="load-title">Load</h2>
    ${renderLoadFigures(load)}
  </section>`;
}

function renderLoadFigures(load: Report['measurement']['load']): Html {
  const { evidence, message, verdict } = load;
  if (evidence === null || evidence.problem !== null) {
    return html`<p>${verdict === 'not-measured' ? 'Not measured' : 'Not met'}: ${message}</p>`;
  }
  return renderLoadTable(evidence, load);
}

function renderLoadTable(
  { throughput, cost, heapBytesPerPayment, memory, noise }: NonNullable<Report['measurement']['load']['evidence']>,
  { points, outOf, verdict, message }: Report['measurement']['load'],
): Html {
  const rows: readonly (readonly [string, number, number, number])[] = [
    ['Payments per second', throughput.candidate, throughput.reference, cost.median],
    ['Bytes per payment', heapBytesPerPayment.candidate, heapBytesPerPayment.reference, memory],
  ];
  const caption = verdict === 'not-measured' ? 'Not scored' : `${points} of ${plural(outOf, 'point')}`;
  return html`<table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <th scope="col">Measure</th>
          <th scope="col" class="number">Solution</th>
          <th scope="col" class="number">Reference</th>
          <th scope="col" class="number">Cost</th>
        </tr>
      </thead>
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
      Slices of the run put the cost between ${cost.low.toFixed(2)} and ${cost.high.toFixed(2)} times the reference's.
      The reference beside itself took ${noise.median.toFixed(2)} times its own cost (${noise.low.toFixed(2)} to
      ${noise.high.toFixed(2)}): that is this machine's noise.
    </p>`;
}

/** What was skipped, restored or missing when the hand-in was taken over. */
export function renderNotes({ result }: Report): Html | null {
  const { notes } = result.submission;
  if (notes.length === 0) return null;
  return html`<section id="notes" aria-labelledby="notes-title">
    <h2 id="notes-title">About the hand-in</h2>
    <ul>
      ${notes.map(({ path, message }) => html`<li><code>${path}</code>: ${message}</li>`)}
    </ul>
  </section>`;
}

/** What this report was made from and with. */
export function renderProvenance({ result, run }: Report): Html {
  const facts: readonly (readonly [string, string])[] = [
    ['Challenge', `${result.challenge.id} ${result.challenge.version}`],
    ['Challenge hash', result.challenge.hash],
    ['Submission hash', result.submission.treeHash],
    ['Seed', String(result.seed)],
    ['Kit', `${run.kit} on Node ${run.node}`],
    ['Isolation', run.isolation],
    [
      'Graded',
      `${run.startedAt.replace('T', ' ').replace(/(\.\d+)?Z$/, ' UTC')}, in ${(run.durationMs / 1000).toFixed(1)} s`,
    ],
  ];
  return html`<section id="provenance" aria-labelledby="provenance-title" style="margin: 0">
    <h2 id="provenance-title">Provenance</h2>
    <dl>
      ${facts.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </section>`;
}
