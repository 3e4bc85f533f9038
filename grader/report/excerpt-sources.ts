import type { Finding } from '../model/evidence.ts';
import type { SourceExcerpt } from '../model/report.ts';
import { printable } from '../printable.ts';
import { sourceLines } from '../source-lines.ts';

/** Lines shown before and after a finding's own. */
const AROUND = 2;
const MAX_LINE = 160;
const MAX_LINES = 300;

/** The lines around the findings, which are sorted; stretches that meet are one. What goes beyond the cap is cut off. */
export function excerptSources(
  findings: readonly Finding[],
  sources: ReadonlyMap<string, string>,
): readonly SourceExcerpt[] {
  const excerpts: SourceExcerpt[] = [];
  let left = MAX_LINES;
  for (const [file, text] of sources) {
    const lines = sourceLines(text);
    const shown = findings.filter((finding) => finding.file === file).map(({ line }) => line);
    for (const { from, to } of stretches(shown, lines.length)) {
      const excerpt = lines.slice(from - 1, Math.min(to, from - 1 + left)).map(shownLine);
      left -= excerpt.length;
      if (excerpt.length > 0) excerpts.push({ file, firstLine: from, lines: excerpt });
    }
  }
  return excerpts;
}

interface Stretch {
  readonly from: number;
  readonly to: number;
}

function stretches(shown: readonly number[], lineCount: number): readonly Stretch[] {
  const all: Stretch[] = [];
  for (const line of shown) {
    const from = Math.max(1, line - AROUND);
    const to = Math.min(lineCount, line + AROUND);
    const last = all.at(-1);
    if (from > to) continue;
    if (last !== undefined && from <= last.to + 1) all.splice(-1, 1, { from: last.from, to: Math.max(last.to, to) });
    else all.push({ from, to });
  }
  return all;
}

function shownLine(line: string): string {
  return printable(line.replaceAll('\t', '  '), MAX_LINE);
}
