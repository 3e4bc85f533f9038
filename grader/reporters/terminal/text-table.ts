/** Tables for a terminal: what does not fit beside each other goes into further tables below. */

import type { Paint } from './layout.ts';
import { displayWidth, padText } from './wrap-text.ts';

export interface TextCell {
  /** Printable. */
  readonly text: string;
  readonly paint?: Paint;
}

export interface TextTable {
  /** The first is the heading of the rows' names; it may be empty. */
  readonly head: readonly TextCell[];
  /** As long as the head, or empty for a blank line. */
  readonly rows: readonly (readonly TextCell[])[];
}

const MARGIN = '  ';
const GAP = '  ';

/** The table as lines of at most `width` columns, so far as its first two columns allow. Each part repeats the first column. */
export function renderTextTable(table: TextTable, width: number): readonly (readonly string[])[] {
  const widths = table.head.map((_, column) =>
    Math.max(...[table.head, ...table.rows].map((row) => displayWidth(row[column]?.text ?? ''))),
  );
  return splitColumns(widths, width).map((columns) =>
    [table.head, ...table.rows].map((row) => {
      if (row.length === 0) return '';
      const cells = [0, ...columns].map((column) => renderCell(row[column], widths[column] ?? 0));
      return (MARGIN + cells.join(GAP)).trimEnd();
    }),
  );
}

/** A heading and figures as a row. */
export function textRow(name: string, cells: readonly string[]): readonly TextCell[] {
  return [name, ...cells].map((text) => ({ text }));
}

function renderCell(cell: TextCell | undefined, width: number): string {
  const padded = padText(cell?.text ?? '', width);
  return cell?.paint === undefined ? padded : cell.paint(padded);
}

/** Which columns, after the first, stand in each part; at least one in each. */
function splitColumns(widths: readonly number[], width: number): readonly (readonly number[])[] {
  const [first = 0, ...others] = widths;
  const parts: number[][] = [];
  let left = 0;
  for (const [index, own] of others.entries()) {
    const needed = GAP.length + own;
    const part = parts.at(-1);
    if (part === undefined || needed > left) {
      parts.push([index + 1]);
      left = width - MARGIN.length - first - needed;
    } else {
      part.push(index + 1);
      left -= needed;
    }
  }
  return parts;
}
