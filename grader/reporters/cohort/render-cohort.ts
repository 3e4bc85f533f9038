/** Statistics of a cohort for a terminal. */

import { Chalk } from 'chalk';

import type { CohortStatistics } from '../../report/cohort/cohort.ts';
import type { Similarity } from '../../report/similarity/similar-pairs.ts';
import { printable } from '../../printable.ts';
import type { ColorLevel } from '../render-context.ts';
import { paragraph } from '../terminal/layout.ts';
import { renderTextTable, textRow } from '../terminal/text-table.ts';
import { displayWidth } from '../terminal/wrap-text.ts';
import { STATISTICS_ARE, cohortSections, coverageLines } from './cohort-sections.ts';
import type { Section } from './section.ts';

export interface CohortContext {
  readonly colorLevel: ColorLevel;
  readonly width: number;
  /** Where the files stand, as the user would type them. */
  readonly files: readonly string[];
}

/** Of longer tables both ends are shown; the page has all of them. */
const MANY_ROWS = 40;
const AT_EACH_END = 10;

/** Names are not shortened below this; where the figures need more the table is split. */
const SHORTEST_NAME = 30;

export function renderCohort(
  statistics: CohortStatistics,
  similarity: Similarity | null,
  { colorLevel, width, files }: CohortContext,
): string {
  const color = new Chalk({ level: colorLevel });
  const { challenge, version } = statistics.coverage;
  const heading = (text: string): string => `  ${color.bold(text)}`;
  const text = (lines: readonly string[]): readonly string[] => lines.flatMap((line) => paragraph(line, width));
  const renderSection = ({ title, intro, head, rows, notes }: Section): readonly string[] => {
    const [first = '', ...others] = head;
    const table = {
      head: [first, ...others].map((name) => ({ text: name, paint: color.dim })),
      rows: withShortNames([head, ...bothEnds(rows)], width)
        .slice(1)
        .map(asRow),
    };
    const figures = rows.length === 0 ? [] : renderTextTable(table, width).flatMap((lines) => ['', ...lines]);
    return [heading(title), ...text(intro), ...figures, '', ...text(notes)];
  };
  const blocks = [
    [
      heading(`Statistics: ${printable(challenge, 60)} ${printable(version, 20)}`),
      ...text(coverageLines(statistics.coverage)),
    ],
    ...cohortSections(statistics, similarity).map(renderSection),
    text([STATISTICS_ARE]),
    ...(files.length === 0 ? [] : [text([`Written: ${files.join(', ')}`])]),
  ];
  return `\n${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n\n`;
}

function bothEnds(rows: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (rows.length <= MANY_ROWS) return rows;
  const between = [`and ${rows.length - 2 * AT_EACH_END} in between, in stats.html`];
  return [...rows.slice(0, AT_EACH_END), between, ...rows.slice(-AT_EACH_END)];
}

/** The rows with names short enough for all figures to stand beside them. */
function withShortNames(rows: readonly (readonly string[])[], width: number): readonly (readonly string[])[] {
  const widthOf = (column: number): number => Math.max(...rows.map((row) => displayWidth(row[column] ?? '')));
  const figures = (rows[0] ?? []).slice(1).reduce((sum, _, index) => sum + 2 + widthOf(index + 1), 0);
  const room = Math.max(SHORTEST_NAME, width - 2 - figures);
  return rows.map(([name = '', ...others]) => [printable(name, room), ...others]);
}

function asRow([first = '', ...others]: readonly string[]): ReturnType<typeof textRow> {
  return textRow(first, others);
}
