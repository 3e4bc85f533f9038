import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';

import { printable } from '../printable.ts';
import type { ComparedCell, ComparedReport, ComparedRule, Comparison } from '../report/compare-reports.ts';
import type { ColorLevel } from './render-context.ts';
import { displayWidth, padText, wrapText } from './terminal/wrap-text.ts';
import { verdictWords } from './wording.ts';

export interface ComparisonOptions {
  readonly colorLevel: ColorLevel;
  /** Columns of the terminal; reports that do not fit beside each other go into further tables below. */
  readonly width: number;
}

const CELL_WIDTH = 16;
const GAP = '  ';

/** The comparison as a table for a terminal: a row for each rule, a column for each report. */
export function renderComparison(comparison: Comparison, { colorLevel, width }: ComparisonOptions): string {
  const color = new Chalk({ level: colorLevel });
  const titles = comparison.rows.map(({ id, title }) => printable(`${id.padEnd(4)}${title}`, 24));
  const titleWidth = Math.max(...titles.map(displayWidth), 10);
  const perTable = Math.max(1, Math.floor((width - titleWidth - 2) / (CELL_WIDTH + GAP.length)));
  const starts = comparison.columns.map((_, index) => index).filter((index) => index % perTable === 0);
  const tables = starts.map((from) =>
    renderTable(comparison, { titles, titleWidth, from, to: from + perTable, color }),
  );
  const notes = comparison.notes.flatMap((note) => wrapText(printable(note, 400), Math.min(width, 100) - 2));
  const warning = comparison.totalsComparable ? [] : ['Compare the rules, not the totals.'];
  const lines = [
    ...tables.map((table) => table.join('\n')),
    [...notes, ...warning].map((line) => `  ${line}`).join('\n'),
  ];
  return `\n${lines.filter((block) => block !== '').join('\n\n')}\n\n`;
}

interface Table {
  readonly titles: readonly string[];
  readonly titleWidth: number;
  /** The columns from `from` up to, not including, `to`. */
  readonly from: number;
  readonly to: number;
  readonly color: ChalkInstance;
}

function renderTable({ columns, rows }: Comparison, { titles, titleWidth, from, to, color }: Table): readonly string[] {
  const shown = columns.slice(from, to);
  const line = (head: string, cells: readonly string[]): string =>
    `  ${[padText(head, titleWidth), ...cells].join(GAP)}`.trimEnd();
  const facts = (head: string, of: (column: ComparedReport) => string): string =>
    line(
      head,
      shown.map((column) => fit(of(column))),
    );
  return [
    color.bold(facts('', ({ label }) => label)),
    facts('Rules met', ({ score }) => `${score.rulesMet} of ${score.rulesMeasured}`),
    facts('Points', ({ score }) => `${score.got} of ${score.outOf}`),
    facts('Gate', ({ gate }) => (gate.passed ? 'passed' : 'failed')),
    facts('Cap', ({ score }) => (score.cappedBy === null ? '-' : `${score.cappedBy.cap} by ${score.cappedBy.rule}`)),
    '',
    ...rows.map((row, index) => line(titles[index] ?? '', renderCells(row, { from, to, color }))),
  ];
}

function renderCells(
  { cells }: ComparedRule,
  { from, to, color }: Pick<Table, 'from' | 'to' | 'color'>,
): readonly string[] {
  const differ = new Set(cells.map((cell) => cell?.verdict)).size > 1;
  return cells.slice(from, to).map((cell) => {
    const text = fit(describeCell(cell));
    if (cell?.verdict === 'not-met') return color.red(text);
    return differ && cell?.verdict === 'met' ? color.green(text) : text;
  });
}

function describeCell(cell: ComparedCell | null): string {
  if (cell === null) return '-';
  const part = cell.verdict === 'not-met' && cell.points > 0 ? `, ${cell.points} of ${cell.outOf}` : '';
  return verdictWords[cell.verdict] + part;
}

/** The text cut or padded to the width of a cell. */
function fit(text: string): string {
  const [first = ''] = wrapText(printable(text, CELL_WIDTH), CELL_WIDTH);
  return padText(first, CELL_WIDTH);
}
