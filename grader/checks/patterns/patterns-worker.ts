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

/** Running out of stack over source that is nested too deeply is the candidate's doing; any other failure is ours. */
function readable(sources: readonly SourceText[], find: () => readonly Hit[]): readonly Hit[] {
  try {
    return find();
  } catch (error) {
    const deep = error instanceof RangeError ? sources.filter((source) => isTooDeep(source.text)) : [];
    if (deep.length === 0) throw error;
    return deep.map(({ path }) => ({ pattern: 'unreadable-source', file: path, line: 1, column: 1, what: null }));
  }
}
