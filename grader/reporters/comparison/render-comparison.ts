/** A comparison for a terminal: facts, rules and what a reader must know before comparing. */

import { Chalk } from 'chalk';
import type { ChalkInstance } from 'chalk';

import type { Verdict } from '../../model/report.ts';
import type { ComparedCell, ComparedRule, Comparison } from '../../report/comparison/comparison.ts';
import type { ColorLevel } from '../render-context.ts';
import { paragraph } from '../terminal/layout.ts';
import { renderTextTable, textRow } from '../terminal/text-table.ts';
import type { TextCell, TextTable } from '../terminal/text-table.ts';
import {
  COMPARISON_IS,
  apartSentence,
  cautions,
  cellPhrase,
  comparedFacts,
  orderSentence,
  regradedIntro,
  regradedLines,
  thresholdSentences,
  unlikeSentences,
} from './comparison-wording.ts';
import { plural } from '../wording.ts';
import { printableComparison } from './printable-comparison.ts';

export interface ComparisonOptions {
  readonly colorLevel: ColorLevel;
  /** Columns of the terminal; what does not fit beside each other goes into further tables below. */
  readonly width: number;
  /** Where the HTML file stands, as the user would type it; `null` where none was written. */
  readonly html: string | null;
}

/** With more reports than this each of them is a row, and each rule a column. */
const MOST_COLUMNS = 6;

/** `met`, `not`, … for narrow columns. */
const shortWords: Readonly<Record<Verdict, string>> = {
  met: 'met',
  'not-met': 'not',
  'not-measured': '?',
  'not-applicable': 'n/a',
};

export function renderComparison(given: Comparison, { colorLevel, width, html }: ComparisonOptions): string {
  const comparison = printableComparison(given);
  const color = new Chalk({ level: colorLevel });
  const many = comparison.columns.length > MOST_COLUMNS;
  const tables = many ? tablesByReport(comparison, color) : [tableByRule(comparison, color)];
  const apart = apartSentence(comparison);
  const again = comparison.regraded.length === 0 ? [] : [regradedIntro(comparison), ...regradedLines(comparison)];
  const sentences = [
    ...again,
    ...unlikeSentences(comparison),
    ...thresholdSentences(comparison),
    ...(apart === null ? [] : [apart]),
    ...cautions(comparison),
    ...(many ? ['met, not (not met), ? (not measured), n/a (not applicable)'] : []),
    orderSentence(comparison),
    COMPARISON_IS,
    ...(html === null ? [] : [`With the evidence of every rule: ${html}`]),
  ];
  const blocks = [
    [`  ${color.bold(titleOf(comparison))}`],
    ...tables.flatMap((table) => renderTextTable(table, width)),
    ...sentences.map((sentence) => paragraph(sentence, width)),
  ];
  return `\n${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n\n`;
}

function titleOf({ columns, challenge, versions }: Comparison): string {
  return `${plural(columns.length, 'report')} side by side: ${challenge} ${versions.join(', ')}`;
}

/** Rules and facts as rows, reports as columns. */
function tableByRule(comparison: Comparison, color: ChalkInstance): TextTable {
  const { columns, rows } = comparison;
  const facts = comparedFacts(comparison).map(([name, of]) => textRow(name, columns.map(of)));
  const rules = rows.map((row) => [
    { text: `${row.id.padEnd(4)}${row.title}`.slice(0, 30) },
    ...cellsOf(row, color, cellPhrase),
  ]);
  return {
    head: headOf(
      columns.map(({ label }) => label),
      color,
    ),
    rows: [...facts, [], ...rules],
  };
}

/** Reports as rows, in one table of facts and one of rules. */
function tablesByReport(comparison: Comparison, color: ChalkInstance): readonly TextTable[] {
  const { columns, rows } = comparison;
  const facts = comparedFacts(comparison);
  const byRule = rows.map((row) => cellsOf(row, color, shortPhrase));
  return [
    {
      head: headOf(
        facts.map(([name]) => name),
        color,
      ),
      rows: columns.map((column) =>
        textRow(
          column.label,
          facts.map(([, of]) => of(column)),
        ),
      ),
    },
    {
      head: headOf(
        rows.map(({ id }) => id),
        color,
      ),
      rows: columns.map(({ label }, index) => [
        { text: label },
        ...byRule.map((cells) => cells[index] ?? { text: '' }),
      ]),
    },
  ];
}

function headOf(names: readonly string[], color: ChalkInstance): readonly TextCell[] {
  return ['', ...names].map((text) => ({ text, paint: color.bold }));
}

/** A met rule gets a colour only where others do not meet it. */
function cellsOf(
  { cells, differs }: ComparedRule,
  color: ChalkInstance,
  phrase: (cell: ComparedCell | null) => string,
): readonly TextCell[] {
  return cells.map((cell) => {
    const text = phrase(cell);
    if (cell?.verdict === 'not-met') return { text, paint: color.red };
    return differs && cell?.verdict === 'met' ? { text, paint: color.green } : { text };
  });
}

function shortPhrase(cell: ComparedCell | null): string {
  return cell === null ? '-' : shortWords[cell.verdict] + (cell.alike ? '' : '*');
}
