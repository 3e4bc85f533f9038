import type { Story, StoryStep } from '../../model/story.ts';
import { plural } from '../wording.ts';
import { renderSequenceDiagram } from './sequence-diagram.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

/** How a case came to fail: what was expected and seen, the diagram, and every step in words. */
export function renderStory(story: Story, ruleId: string): Html {
  return html`<details class="more">
    <summary>How it came to that, step by step</summary>
    ${renderOutcome(story)}
    <div class="scroll" role="region" tabindex="0" aria-label="Diagram of ${ruleId}">
      ${renderSequenceDiagram(story)}
    </div>
    ${
      story.omitted > 0 &&
      html`<p class="fine">
        ${plural(story.omitted, 'step')} in the middle ${story.omitted === 1 ? 'is' : 'are'} left out.
      </p>`
    }
    <ol class="steps" aria-label="Steps of ${ruleId}">
      ${story.steps.map(renderStep)}
    </ol>
  </details>`;
}

function renderOutcome({ expected, got }: Story): Html | null {
  if (expected === null && got === null) return null;
  return html`<dl class="outcome">
    ${
      expected !== null &&
      html`<dt>Expected</dt>
        <dd>${expected}</dd>`
    }
    ${
      got !== null &&
      html`<dt>Seen</dt>
        <dd>${got}</dd>`
    }
  </dl>`;
}

function renderStep({ atMs, from, to, text }: StoryStep): Html {
  const who = to === null || to === from ? from : `${from} → ${to}`;
  return html`<li><span class="when">${atMs} ms</span> <span class="who">${who}</span> ${text}</li>`;
}
