/** Makes text from outside safe to show: one line, nothing invisible, nothing that steers a terminal or a text direction. */

/** Controls, format characters (bidirectional ones among them), surrogates, private and unassigned code points, line separators. */
const INVISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;

/** More marks on one letter than any script needs: they only climb into the lines above. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;

/**
 * `text` as one printable line of at most `max` code points. Line breaks and tabs become spaces, whatever else cannot be
 * seen is spelled out (`\u{1b}`), and what is cut off leaves an ellipsis.
 */
export function printable(text: string, max: number): string {
  const line = text
    .slice(0, max * 2 + 1)
    .replace(/\s*[\r\n\t]+\s*/g, ' ')
    .replace(INVISIBLE, (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`)
    .replace(PILED_MARKS, '$1');
  const points = Array.from(line);
  if (points.length <= max && text.length <= max * 2 + 1) return line;
  return `${points.slice(0, max - 1).join('')}…`;
}
