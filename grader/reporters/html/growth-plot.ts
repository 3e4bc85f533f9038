import type { LoadGrowth } from '../../model/evidence.ts';
import { grouped } from '../wording.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

const WIDTH = 640;
const HEIGHT = 220;
const LEFT = 64;
const RIGHT = 96;
const TOP = 12;
const BOTTOM = 44;

type Who = 'candidate' | 'reference';

interface Scale {
  readonly x: (keys: number) => number;
  readonly y: (costUs: number) => number;
}

/** What a claim costs with how many keys in the store, both on logarithmic axes: a constant cost is level, one per key a diagonal. */
export function renderGrowthPlot({ costs, upTo }: LoadGrowth): Html | false {
  const first = costs[0];
  const last = costs.at(-1);
  if (first === undefined || last === undefined) return false;
  const values = costs.flatMap(({ costUs }) => [costUs.candidate, costUs.reference]).filter((value) => value > 0);
  const low = 10 ** Math.floor(Math.log10(Math.min(...values)));
  const high = 10 ** Math.ceil(Math.log10(Math.max(...values) * 1.01));
  const scale: Scale = {
    x: logarithmic([first.keys, upTo], [LEFT, WIDTH - RIGHT]),
    y: logarithmic([low, high], [HEIGHT - BOTTOM, TOP]),
  };
  return html`<svg
    class="plot"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    role="img"
    aria-label="Cost of a claim by number of keys, beside the reference's; the table says the same."
  >
    ${decades(low, high).map((costUs) => renderCostTick(costUs, scale))}
    ${decades(1_000, upTo).map((keys) => renderKeyTick(keys, scale))}
    <text class="axis" x="${LEFT}" y="${HEIGHT - 4}">
      microseconds of a claim by keys in the store; grey: the reference
    </text>
    ${renderLine(costs, 'reference', scale)} ${renderLine(costs, 'candidate', scale)}
  </svg>`;
}

function logarithmic(from: readonly [number, number], to: readonly [number, number]): (value: number) => number {
  const [low, high] = from;
  return (value) => {
    const share = Math.log(Math.max(value, low) / low) / Math.log(high / low);
    return Math.round((to[0] + share * (to[1] - to[0])) * 10) / 10;
  };
}

/** Powers of ten from `low`, which is one, to `high`. */
function decades(low: number, high: number): readonly number[] {
  const count = Math.max(0, Math.floor(Math.log10(high / low) + 1e-9)) + 1;
  return Array.from({ length: count }, (_, index) => low * 10 ** index);
}

function renderCostTick(costUs: number, { y }: Scale): Html {
  return html`<line class="tick" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(costUs)}" y2="${y(costUs)}" />
    <text class="axis" x="${LEFT - 8}" y="${y(costUs) + 4}" text-anchor="end">${costUs} µs</text>`;
}

function renderKeyTick(keys: number, { x }: Scale): Html {
  return html`<text class="axis" x="${x(keys)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle"
    >${grouped(keys)}</text
  >`;
}

function renderLine(costs: LoadGrowth['costs'], who: Who, { x, y }: Scale): Html {
  const points = costs.map(({ keys, costUs }) => `${x(keys)},${y(costUs[who])}`).join(' ');
  return html`<g class="${who === 'reference' ? 'quiet' : 'loud'}">
    <polyline class="curve" points="${points}" />
    ${costs.map(({ keys, costUs }) => html`<circle cx="${x(keys)}" cy="${y(costUs[who])}" r="3" />`)}
  </g>`;
}
