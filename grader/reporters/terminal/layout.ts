/** The few shapes that the terminal report is set in. */

import { padText, wrapText } from './wrap-text.ts';

/** Lines longer than this are hard to read. */
const MAX_WIDTH = 100;
const MIN_WIDTH = 40;
const MARGIN = '  ';

/** Turns a line into the same line with colour. */
export type Paint = (line: string) => string;

/** The columns that text may use on a terminal of `width` columns. */
export function textWidth(width: number): number {
  return Math.min(Math.max(width, MIN_WIDTH), MAX_WIDTH) - MARGIN.length;
}

/** A wrapped paragraph. */
export function paragraph(text: string, width: number, paint: Paint = String): readonly string[] {
  return wrapText(text, textWidth(width)).map((line) => MARGIN + paint(line));
}

export interface Entry {
  readonly label: string;
  /** Columns that the label and the gap behind it take. */
  readonly indent: number;
  readonly text: string;
  readonly paintLabel?: Paint;
  readonly paintText?: Paint;
}

/** A label with text beside it; further lines of the text stand below its first. */
export function entry(
  { label, indent, text, paintLabel = String, paintText = String }: Entry,
  width: number,
): readonly string[] {
  return wrapText(text, textWidth(width) - indent).map((line, index) =>
    (MARGIN + paintLabel(padText(index === 0 ? label : '', indent)) + paintText(line)).trimEnd(),
  );
}

/** A block of lines under a heading; nothing where there are no lines. */
export function section(heading: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', MARGIN + heading, ...lines];
}
