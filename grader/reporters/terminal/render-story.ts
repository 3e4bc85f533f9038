/** A story as a timeline for a terminal. */

import type { ChalkInstance } from 'chalk';
import type { Story } from '../../model/story.ts';
import { entry } from './layout.ts';
import { padText } from './wrap-text.ts';

/** One line a step: when, who, to whom, what; then what should have been seen. */
export function renderStory(
  { steps, omitted, expected, got }: Story,
  width: number,
  color: ChalkInstance,
): readonly string[] {
  const times = steps.map(({ atMs }) => `${atMs.toLocaleString('en-US')} ms`);
  const ways = steps.map(({ from, to }) => (to === null ? from : `${from} → ${to}`));
  const timeWidth = Math.max(...times.map(({ length }) => length));
  const wayWidth = Math.max(...ways.map(({ length }) => length));
  const lines = steps.map(({ text }, index) => {
    const label = `${(times[index] ?? '').padStart(timeWidth)}  ${padText(ways[index] ?? '', wayWidth)}`;
    return entry({ label, indent: timeWidth + wayWidth + 4, text, paintLabel: color.dim }, width);
  });
  const half = Math.ceil(lines.length / 2);
  const gap =
    omitted === 0 ? [] : entry({ label: '', indent: timeWidth + 2, text: `… ${omitted} further steps …` }, width);
  return [
    ...lines.slice(0, half).flat(),
    ...gap,
    ...lines.slice(half).flat(),
    ...(expected === null ? [] : ['', ...entry({ label: 'Expected', indent: 10, text: expected }, width)]),
    ...(got === null ? [] : entry({ label: 'Got', indent: 10, text: got, paintText: color.red }, width)),
  ];
}
