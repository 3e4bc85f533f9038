/** The lines of a source as TypeScript counts them. */
export function sourceLines(text: string): readonly string[] {
  return text.split(/\r\n|[\n\r\u2028\u2029]/u);
}
