import type { Severity } from '../../model/challenge.ts';
import type { Finding } from '../../model/evidence.ts';
import type { Report, SourceExcerpt } from '../../model/report.ts';
import { plural } from '../wording.ts';
import { highlight } from './highlight.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

/** More than these say nothing new, and the page stays small. */
const SHOWN = 100;
const MAX_LINES = 120;
/** Code whose colours take more than this is shown without them. */
const MAX_MARKUP = 20_000;

const severityWords: Readonly<Record<Severity, string>> = {
  gate: 'fails the gate',
  points: 'costs points',
  info: 'for information',
};

/** Type errors and banned patterns with the lines that they stand in; nothing where there are none. */
export function renderFindings({ result }: Report): Html | null {
  const { findings, sources } = result;
  if (findings.length === 0) return null;
  const shown = findings.slice(0, SHOWN);
  const placed = firstLines(sources).map((excerpt) => ({
    excerpt,
    found: shown.filter((finding) => standsIn(finding, excerpt)),
  }));
  const elsewhere = shown.filter((finding) => !placed.some(({ found }) => found.includes(finding)));
  const more = findings.length - shown.length;
  return html`<section id="findings" aria-labelledby="findings-title">
    <h2 id="findings-title">${plural(findings.length, 'finding')}</h2>
    ${placed.filter(({ found }) => found.length > 0).map(({ excerpt, found }) => renderExcerpt(excerpt, found))}
    ${elsewhere.length > 0 && renderList(elsewhere)}
    ${more > 0 && html`<p class="soft">${more} more are in report.json.</p>`}
  </section>`;
}

function renderExcerpt({ file, firstLine, lines }: SourceExcerpt, found: readonly Finding[]): Html {
  const last = firstLine + lines.length - 1;
  const numbers = lines.map((_, index) => String(firstLine + index)).join('\n');
  const marks = [...new Set(found.map(({ line }) => line - firstLine))];
  return html`<div class="excerpt">
    <h3>${file}</h3>
    <div class="listing">
      <pre class="numbers" aria-hidden="true">${numbers}</pre>
      <pre
        class="code"
        role="region"
        tabindex="0"
        aria-label="${file}, lines ${firstLine} to ${last}"
        style="${markStyle(marks)}"
      ><code>${coloured(lines.join('\n'))}</code></pre>
    </div>
    ${renderList(found)}
  </div>`;
}

function coloured(code: string): Html | string {
  const markup = highlight(code);
  return markup.length > MAX_MARKUP ? code : markup;
}

function firstLines(sources: readonly SourceExcerpt[]): readonly SourceExcerpt[] {
  let left = MAX_LINES;
  return sources.flatMap((excerpt) => {
    const lines = excerpt.lines.slice(0, left);
    left -= lines.length;
    return lines.length === 0 ? [] : [{ ...excerpt, lines }];
  });
}

/** A band behind each marked line. */
function markStyle(marks: readonly number[]): string {
  const bands = marks.map(
    (index) => `linear-gradient(var(--mark),var(--mark)) 0 calc(0.6rem + ${index}lh)/100% 1lh no-repeat`,
  );
  return bands.length === 0 ? '' : `background:${bands.join(',')}`;
}

function renderList(findings: readonly Finding[]): Html {
  const items = findings.map(
    ({ file, line, column, rule, severity, message }) =>
      html`<li>
        <p><code>${file}:${line}:${column}</code> <span class="fine">${rule}, ${severityWords[severity]}</span></p>
        <p>${message}</p>
      </li>`,
  );
  return html`<ol class="findings">
    ${items}
  </ol>`;
}

function standsIn({ file, line }: Finding, { file: of, firstLine, lines }: SourceExcerpt): boolean {
  return file === of && line >= firstLine && line < firstLine + lines.length;
}
