import type { LoadBands } from '../../model/challenge.ts';
import type { LoadEvidence, Ratio } from '../../model/evidence.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

const WIDTH = 640;
const LEFT = 150;
const RIGHT = 64;
const ROW = 34;
const TICKS = [0.25, 0.5, 1, 2, 4, 8, 16, 32, 64] as const;

interface Line {
  readonly name: string;
  readonly ratio: Ratio;
  readonly quiet: boolean;
}

/** Ratios to the reference on a logarithmic axis: the median as a dot, the slices of the run as a bar. The table says the same. */
export function renderLoadPlot({ cost, memory, noise }: LoadEvidence, bands: LoadBands | undefined): Html {
  const lines: readonly Line[] = [
    { name: 'Cost per payment', ratio: cost, quiet: false },
    { name: 'Live memory', ratio: { median: memory, low: memory, high: memory }, quiet: false },
    { name: 'Noise alone', ratio: noise, quiet: true },
  ];
  const values = lines.flatMap(({ ratio }) => [ratio.low, ratio.high]).filter((value) => value > 0);
  const low = Math.min(0.5, ...values);
  const high = Math.max(bands === undefined ? 4 : bands.cost.zeroFrom * 1.2, ...values);
  const place = (ratio: number): number => {
    const share = Math.log(Math.max(ratio, low) / low) / Math.log(high / low);
    return Math.round((LEFT + share * (WIDTH - LEFT - RIGHT)) * 10) / 10;
  };
  const bottom = 14 + lines.length * ROW;
  const ticks = TICKS.filter((tick) => tick >= low && tick <= high);
  return html`<svg
    class="plot"
    viewBox="0 0 ${WIDTH} ${bottom + 40}"
    role="img"
    aria-label="Load beside the reference; the table says the same."
  >
    ${bands && renderBand(place(bands.cost.fullAtMost), LEFT, bottom)}
    ${ticks.map((tick) => renderTick(tick, place(tick), bottom))}
    <text class="axis" x="${LEFT}" y="${bottom + 34}">times the reference's; shaded: full points</text>
    ${lines.map((line, index) => renderLine(line, 14 + index * ROW + ROW / 2, place))}
  </svg>`;
}

function renderBand(to: number, from: number, bottom: number): Html {
  return html`<rect class="band" x="${from}" y="8" width="${Math.max(0, to - from)}" height="${bottom - 8}" />`;
}

function renderTick(tick: number, x: number, bottom: number): Html {
  return html`<line class="${tick === 1 ? 'one' : 'tick'}" x1="${x}" x2="${x}" y1="8" y2="${bottom}" />
    <text class="axis" x="${x}" y="${bottom + 16}" text-anchor="middle">${tick}</text>`;
}

function renderLine({ name, ratio, quiet }: Line, y: number, place: (ratio: number) => number): Html {
  const { low, median, high } = ratio;
  return html`<g class="${quiet ? 'quiet' : 'loud'}">
    <text class="name" x="0" y="${y + 4}">${name}</text>
    <line class="bar" x1="${place(low)}" x2="${place(high)}" y1="${y}" y2="${y}" />
    <circle cx="${place(median)}" cy="${y}" r="4.5" />
    <text class="value" x="${WIDTH}" y="${y + 4}" text-anchor="end">${median.toFixed(2)} ×</text>
  </g>`;
}
