/** Statistics of a cohort as one HTML file. */

import type { CohortStatistics } from '../../report/cohort/cohort.ts';
import type { Similarity } from '../../report/similarity/similar-pairs.ts';
import { printable } from '../../printable.ts';
import { renderPage } from '../html/page.ts';
import { renderRange } from '../html/range-plot.ts';
import { html } from '../html/tag.ts';
import type { Html } from '../html/tag.ts';
import { wideStyle } from '../html/wide-style.ts';
import { plural } from '../wording.ts';
import { STATISTICS_ARE, cohortSections, coverageLines } from './cohort-sections.ts';
import type { Section } from './section.ts';

export function renderCohortHtml(statistics: CohortStatistics, similarity: Similarity | null): string {
  const { challenge, version, people } = statistics.coverage;
  const name = `${printable(challenge, 60)} ${printable(version, 20)}`;
  const sections = cohortSections(statistics, similarity);
  const body = html`<div class="wide-page">
    <header>
      <p class="label">Statistics: ${name}</p>
      <h1>${people.toLocaleString('en-US')} ${plural(people, 'hand-in').replace(/^\d+ /, '')}</h1>
      ${coverageLines(statistics.coverage).map((line) => html`<p class="soft">${line}</p>`)}
      <nav aria-label="Sections">
        <ul>
          ${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}
        </ul>
      </nav>
    </header>
    <main>${sections.map(renderSection)}</main>
    <footer>
      <h2>What this is</h2>
      <p>${STATISTICS_ARE}</p>
    </footer>
  </div>`;
  return renderPage({ title: `Statistics: ${name}`, style: wideStyle, body });
}

function renderSection(section: Section): Html {
  const { id, title, intro, rows, notes } = section;
  return html`<section id="${id}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${intro.map((line) => html`<p class="prose">${line}</p>`)} ${rows.length > 0 && renderTable(section)}
    ${notes.map((line) => html`<p class="fine prose">${line}</p>`)}
  </section>`;
}

function renderTable({ id, head, rows, drawn }: Section): Html {
  const body = rows.map((cells, index) => {
    const range = drawn?.[index] ?? null;
    const plot = drawn === undefined ? null : html`<td>${range && renderRange(range.value, range)}</td>`;
    return html`<tr>
      ${cells.map((cell, column) => (column === 0 ? html`<th scope="row">${cell}</th>` : html`<td class="${isProse(cell) ? 'text' : ''}">${cell}</td>`))}
      ${plot}
    </tr>`;
  });
  return html`<div class="scroll" role="group" aria-labelledby="${id}-title" tabindex="0">
    <table>
      <thead>
        <tr>
          ${head.map((name) => html`<th scope="col">${name}</th>`)} ${drawn && html`<th scope="col">0 to 100 %</th>`}
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

/** Long texts may break over lines, figures may not. */
function isProse(cell: string): boolean {
  return cell.length > 40;
}
