import { Chalk } from 'chalk';

import { printable } from '../../printable.ts';
import type { Comparison } from '../../report/comparison/comparison.ts';
import { entry, paragraph } from '../terminal/layout.ts';
import { displayWidth } from '../terminal/wrap-text.ts';
import { evidenceLine, plural } from '../wording.ts';
import { cautions, cellPhrase } from './comparison-wording.ts';
import { printableComparison } from './printable-comparison.ts';
import type { ComparisonOptions } from './render-comparison.ts';

/** What was seen of one rule in every report, for a terminal; `null` where no report knows the rule. */
export function renderRule(given: Comparison, id: string, { colorLevel, width }: ComparisonOptions): string | null {
  const comparison = printableComparison(given);
  const row = comparison.rows.find((rule) => rule.id === id);
  if (row === undefined) return null;
  const color = new Chalk({ level: colorLevel });
  const indent = Math.max(...comparison.columns.map(({ label }) => displayWidth(label))) + 2;
  const seen = row.cells.flatMap((cell, index) => {
    const cases = cell === null || cell.cases === 0 ? '' : `, ${cell.failed} of ${plural(cell.cases, 'case')} failed`;
    const verdict = entry(
      { label: comparison.columns[index]?.label ?? '', indent, text: cellPhrase(cell) + cases },
      width,
    );
    const evidence = (cell?.evidence ?? []).flatMap((shown) =>
      entry({ label: '', indent, text: evidenceLine(shown) }, width),
    );
    return [...verdict, ...evidence];
  });
  const marks = cautions(comparison)
    .filter((line) => line.startsWith('*'))
    .flatMap((line) => ['', ...paragraph(line, width)]);
  return `\n  ${color.bold(`${printable(row.id, 8)}  ${row.title}`)}\n\n${[...seen, ...marks].join('\n')}\n\n`;
}
