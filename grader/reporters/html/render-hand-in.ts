import type { FileChange } from '../../model/submission.ts';
import type { Report } from '../../model/report.ts';
import { plural } from '../wording.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

/** What the candidate made of the skeleton, and what was odd about the hand-in; nothing where there is nothing to say. */
export function renderHandIn({ result }: Report): Html | null {
  const { changes, notes } = result.submission;
  if (changes.length === 0 && notes.length === 0) return null;
  return html`<section id="hand-in" aria-labelledby="hand-in-title">
    <h2 id="hand-in-title">The hand-in</h2>
    ${changes.length > 0 && renderChanges(changes)}
    ${
      notes.length > 0 &&
      html`<ul class="fine">
        ${notes.map(({ path, message }) => html`<li><code>${path}</code>: ${message}</li>`)}
      </ul>`
    }
  </section>`;
}

function renderChanges(changes: readonly FileChange[]): Html {
  const shown = changes.filter(({ status }) => status !== 'unchanged');
  const same = changes.length - shown.length;
  return html`<div class="scroll" role="region" tabindex="0" aria-label="Files against the skeleton">
      <table>
        <caption>
          Against the skeleton
        </caption>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">What</th>
            <th scope="col" class="number">Lines</th>
            <th scope="col" class="number">Added</th>
            <th scope="col" class="number">Removed</th>
          </tr>
        </thead>
        <tbody>
          ${shown.map(renderChange)}
        </tbody>
      </table>
    </div>
    ${same > 0 && html`<p class="fine">${plural(same, 'file')} of the skeleton ${same === 1 ? 'is' : 'are'} unchanged.</p>`}`;
}

function renderChange({ path, status, lines, linesAdded, linesRemoved }: FileChange): Html {
  return html`<tr>
    <th scope="row"><code>${path}</code></th>
    <td>${status}</td>
    <td class="number">${lines}</td>
    <td class="number">${linesAdded}</td>
    <td class="number">${linesRemoved}</td>
  </tr>`;
}
