/** Which test files reach modules of the candidate's own: those are the same, whatever implementation is tested. */

import { posix } from 'node:path';
import type { EntryFiles } from '../../model/challenge.ts';
import { CONTRACT_FILE } from '../../sandbox/stage-suite.ts';

/** One line for each file, in order. `imports` as in `PartBundle`. */
export function describeOwnCode(
  files: readonly string[],
  imports: ReadonlyMap<string, readonly string[]>,
  entry: EntryFiles,
): readonly string[] {
  const given = new Set([CONTRACT_FILE, entry.store, entry.processor]);
  return files.flatMap((file) => {
    const own = reach(file, imports, given).filter((path) => path.startsWith('src/') && !given.has(path));
    if (own.length === 0) return [];
    const shown = own.map((path) => path.replace(/\.own\.ts$/, '.ts')).slice(0, 3);
    const more = own.length > shown.length ? ` and ${own.length - shown.length} more` : '';
    return [
      `${file} uses ${shown.join(', ')}${more}: what it tests there is the candidate's own code, not the one under test`,
    ];
  });
}

/** Everything that `from` imports, directly or not; given modules lead no further. */
function reach(
  from: string,
  imports: ReadonlyMap<string, readonly string[]>,
  given: ReadonlySet<string>,
): readonly string[] {
  const seen = new Set<string>();
  const ahead = [posix.normalize(from)];
  for (let path = ahead.pop(); path !== undefined; path = ahead.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    if (!given.has(path)) ahead.push(...(imports.get(path) ?? []));
  }
  return [...seen].sort();
}
