import type { Story, StoryStep } from '../../model/story.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

/** In units of the drawing, about one pixel at full width. */
const WIDTH = 760;
const TIME_WIDTH = 62;
const HEAD = 42;
const ROW = 34;
/** What one character of a label takes; labels are cut rather than let run out of the drawing. */
const CHARACTER = 6.1;

interface Row {
  readonly step: StoryStep;
  readonly number: number;
  /** Where the row's arrow is drawn. */
  readonly y: number;
  /** Virtual time, where it differs from the row before. */
  readonly time: string | null;
}

/** A story as a sequence diagram: a line for each lane, time running down. The steps stand beside it as text, so it is an image here. */
export function renderSequenceDiagram(story: Story): Html {
  const { lanes, steps } = story;
  const height = HEAD + steps.length * ROW + 14;
  const rows = steps.map((step, index) => ({
    step,
    number: index + 1,
    y: HEAD + index * ROW + 24,
    time: step.atMs === steps[index - 1]?.atMs ? null : `${step.atMs} ms`,
  }));
  const label = `Sequence diagram of ${steps.length} steps between ${lanes.join(', ')}; the list of steps says the same.`;
  return html`<svg
    class="diagram"
    viewBox="0 0 ${WIDTH} ${height}"
    width="${WIDTH}"
    height="${height}"
    role="img"
    aria-label="${label}"
  >
    ${lanes.map((lane, index) => renderLane(lane, laneX(index, lanes.length), { height, room: laneGap(lanes.length) }))}
    ${rows.map((row) => renderRow(row, lanes))}
  </svg>`;
}

function renderLane(
  lane: string,
  x: number,
  { height, room }: { readonly height: number; readonly room: number },
): Html {
  return html`<line class="lane" x1="${x}" x2="${x}" y1="28" y2="${height - 4}" />
    <text class="head" x="${x}" y="18" text-anchor="middle">${cut(lane, room - 8)}</text>`;
}

function renderRow({ step, number, y, time }: Row, lanes: readonly string[]): Html {
  const from = laneX(Math.max(0, lanes.indexOf(step.from)), lanes.length);
  const target = step.to === null ? from : laneX(Math.max(0, lanes.indexOf(step.to)), lanes.length);
  const text = `${number}  ${step.text}`;
  return html`${time && html`<text class="time" x="${TIME_WIDTH - 18}" y="${y + 4}" text-anchor="end">${time}</text>`}
  ${from === target ? html`<circle class="dot" cx="${from}" cy="${y}" r="3.5" />` : renderArrow(from, target, y)}
  ${renderLabel(text, { from, target, y })}`;
}

function renderArrow(from: number, to: number, y: number): Html {
  const back = to > from ? -7 : 7;
  return html`<path class="arrow" d="M${from} ${y}H${to}" /><path class="tip" d="M${to} ${y}l${back} -4v8z" />`;
}

/** Above its arrow, on the side that has more room. */
function renderLabel(
  text: string,
  { from, target, y }: { readonly from: number; readonly target: number; readonly y: number },
): Html {
  const left = Math.min(from, target);
  const right = Math.max(from, target);
  const beside = from === target;
  const toRight = WIDTH - left >= right - TIME_WIDTH;
  const x = toRight ? left + (beside ? 10 : 6) : right - (beside ? 10 : 6);
  const room = toRight ? WIDTH - x : x - TIME_WIDTH;
  const anchor = toRight ? 'start' : 'end';
  return html`<text class="step" x="${x}" y="${beside ? y + 4 : y - 6}" text-anchor="${anchor}"
    >${cut(text, room)}</text
  >`;
}

function laneGap(lanes: number): number {
  return (WIDTH - TIME_WIDTH) / Math.max(1, lanes);
}

function laneX(index: number, lanes: number): number {
  return Math.round(TIME_WIDTH + laneGap(lanes) * (index + 0.5));
}

function cut(text: string, room: number): string {
  const characters = Array.from(text);
  const fits = Math.max(3, Math.floor(room / CHARACTER));
  return characters.length <= fits ? text : `${characters.slice(0, fits - 1).join('')}…`;
}
