/** The process that reads the candidate's source: request on standard input, hits on standard output. Runs nothing of it. */

import { readFileSync } from 'node:fs';
import { findSyntacticPatterns } from './find-syntactic-patterns.ts';
import { findTypedPatterns } from './find-typed-patterns.ts';
import { isTooDeep } from './is-too-deep.ts';
import { workRequestSchema, type Hit, type SourceText } from './worker-messages.ts';

const request = workRequestSchema.parse(JSON.parse(readFileSync(0, 'utf8')));
const hits = [
  ...request.sources.flatMap((source) => readable([source], () => findSyntacticPatterns(source))),
  ...readable(request.sources, () => findTypedPatterns(request)),
];
process.stdout.write(JSON.stringify({ hits }));

/**
 * A `RangeError` is the candidate's doing: source that is nested too deeply, declarations that depend on each other in a
 * chain of thousands, a type that is a text of a billion letters. Any other failure is ours.
 */
function readable(sources: readonly SourceText[], find: () => readonly Hit[]): readonly Hit[] {
  try {
    return find();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return blamed(sources).map(({ path }) => ({
      pattern: 'unreadable-source',
      file: path,
      line: 1,
      column: 1,
      what: null,
    }));
  }
}

/** The files that are nested too deeply; where none is, the longest, which is the likeliest. */
function blamed(sources: readonly SourceText[]): readonly SourceText[] {
  const deep = sources.filter(({ text }) => isTooDeep(text));
  return deep.length > 0 ? deep : sources.toSorted((a, b) => b.text.length - a.text.length).slice(0, 1);
}
