import type { MutantResult } from '../../model/report.ts';
import { html } from './tag.ts';
import type { Html } from './tag.ts';

const CELL = 11;
const LEFT = 44;
const TOP = 22;
/** A drawing with more columns could not be read. */
const MAX_TESTS = 150;

/** Which test fails on which mutant: a row for each mutant, a column for each valid test, both numbered as in the table and the list. */
export function renderKillMatrix(mutants: readonly MutantResult[], tests: readonly string[]): Html {
  const columns = tests.slice(0, MAX_TESTS);
  const width = LEFT + columns.length * CELL + 2;
  const height = TOP + mutants.length * CELL + 2;
  const index = new Map(columns.map((name, column) => [name, column]));
  const kills = mutants.flatMap(({ by }, row) =>
    by.flatMap((name) => {
      const column = index.get(name);
      return column === undefined ? [] : [`M${LEFT + column * CELL + 1.5} ${TOP + row * CELL + 1.5}h8v8h-8z`];
    }),
  );
  const missed = mutants.flatMap(({ status }, row) =>
    status === 'survived' ? [`M${LEFT} ${TOP + row * CELL}H${width - 2}v${CELL}H${LEFT}z`] : [],
  );
  const label = `Kill matrix: ${mutants.length} mutants by ${columns.length} tests; the table says the same.`;
  return html`<svg
    class="matrix"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${label}"
  >
    <path class="missed" d="${missed.join('')}" />
    <path class="grid" d="${gridOf(columns.length, mutants.length)}" />
    <path class="kill" d="${kills.join('')}" />
    ${every(columns.length).map(
      (column) => html`<text x="${LEFT + column * CELL + CELL / 2}" y="14" text-anchor="middle">${column + 1}</text>`,
    )}
    ${every(mutants.length).map(
      (row) => html`<text x="${LEFT - 8}" y="${TOP + row * CELL + 9}" text-anchor="end">${row + 1}</text>`,
    )}
  </svg>`;
}

function gridOf(columns: number, rows: number): string {
  const across = Array.from({ length: rows + 1 }, (_, row) => `M${LEFT} ${TOP + row * CELL}h${columns * CELL}`);
  const down = Array.from({ length: columns + 1 }, (_, column) => `M${LEFT + column * CELL} ${TOP}v${rows * CELL}`);
  return [...across, ...down].join('');
}

/** Numbers stand at the first of every five. */
function every(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index).filter((index) => index === 0 || (index + 1) % 5 === 0);
}
