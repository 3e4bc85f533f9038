/** A comparison as one HTML file: what to know first, then facts, rules and the evidence that each cell leads to. */

import type { Comparison } from '../../report/comparison/comparison.ts';
import { renderPage } from '../html/page.ts';
import { html } from '../html/tag.ts';
import type { Html } from '../html/tag.ts';
import { wideStyle } from '../html/wide-style.ts';
import {
  COMPARISON_IS,
  apartSentence,
  cautions,
  orderSentence,
  regradedIntro,
  regradedLines,
  thresholdSentences,
  unlikeSentences,
} from './comparison-wording.ts';
import { plural } from '../wording.ts';
import { renderEvidence } from './comparison-evidence.ts';
import { renderFacts } from './comparison-facts.ts';
import { renderMatrix } from './comparison-matrix.ts';
import { printableComparison } from './printable-comparison.ts';

/** `challengeTitle` is the author's own; the rest comes from the reports. */
export function renderComparisonHtml(given: Comparison, challengeTitle: string): string {
  const comparison = printableComparison(given);
  const count = `${plural(comparison.columns.length, 'report')} side by side`;
  const body = html`<div class="wide-page">
    <header>
      <p class="label">Comparison: ${challengeTitle} ${comparison.versions.join(', ')}</p>
      <h1>${count}</h1>
      ${renderWarnings(comparison)}
      <p class="soft">${renderOrder(comparison)}</p>
    </header>
    <main>
      <section aria-labelledby="facts-title">
        <h2 id="facts-title">Points, own tests and load</h2>
        ${renderFacts(comparison)} ${cautions(comparison).map((line) => html`<p class="fine prose">${line}</p>`)}
      </section>
      <section aria-labelledby="rules-title">
        <h2 id="rules-title">Rule by rule</h2>
        <p class="soft prose hint">A verdict leads to what was seen. Rules on which the reports differ stand out.</p>
        ${renderMatrix(comparison)}
      </section>
      ${renderRegraded(comparison)} ${renderEvidence(comparison)}
    </main>
    <footer>
      <h2>What this is</h2>
      <p>${COMPARISON_IS}</p>
    </footer>
  </div>`;
  return renderPage({ title: `${count}: ${challengeTitle}`, style: wideStyle, body });
}

function renderWarnings(comparison: Comparison): Html {
  const [unlike, ...groups] = unlikeSentences(comparison);
  const apart = apartSentence(comparison);
  return html`
    ${
      unlike !== undefined &&
      html`<div class="state not-met">
        <p>${unlike}</p>
        <ul>
          ${groups.map((line) => html`<li>${line}</li>`)}
        </ul>
      </div>`
    }
    ${thresholdSentences(comparison).map((line) => html`<div class="state not-measured"><p>${line}</p></div>`)}
    ${apart !== null && html`<div class="state"><p>${apart}</p></div>`}
  `;
}

/** A flag is not broken over two lines. */
function renderOrder(comparison: Comparison): readonly (string | Html)[] {
  return orderSentence(comparison)
    .split(/(--\w+)/)
    .map((part) => (part.startsWith('--') ? html`<code class="flag">${part}</code>` : part));
}

function renderRegraded(comparison: Comparison): Html | null {
  if (comparison.regraded.length === 0) return null;
  return html`<section aria-labelledby="regraded-title">
    <h2 id="regraded-title">Graded again</h2>
    <p class="prose">${regradedIntro(comparison)}</p>
    <ul class="prose">
      ${regradedLines(comparison).map((line) => html`<li>${line}</li>`)}
    </ul>
  </section>`;
}
