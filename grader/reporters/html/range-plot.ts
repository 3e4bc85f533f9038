import type { Estimate } from '../../report/statistics/proportion.ts';
import { html, trusted } from './tag.ts';
import type { Html } from './tag.ts';

/** The drawing's own units. */
const WIDTH = 144;

/** A value as a dot and its interval as a line, on a scale from 0 to 1; the figures stand beside it as text. */
export function renderRange(dot: number, range: Pick<Estimate, 'low' | 'high'> | null): Html {
  const at = (share: number): string => (4 + Math.min(1, Math.max(0, share)) * (WIDTH - 8)).toFixed(1);
  const line = range === null ? '' : `<line class="range" x1="${at(range.low)}" x2="${at(range.high)}" y1="9" y2="9"/>`;
  const axis = `<line class="axis" x1="4" x2="${WIDTH - 4}" y1="9" y2="9"/>`;
  return html`<svg class="plot" viewBox="0 0 ${WIDTH} 18" aria-hidden="true">
    ${trusted(`${axis}${line}<circle class="got" cx="${at(dot)}" cy="9" r="3.5"/>`)}
  </svg>`;
}
