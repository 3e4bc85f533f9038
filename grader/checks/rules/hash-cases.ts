import { createHash } from 'node:crypto';
import type { CaseResult } from '../../model/evidence.ts';

/**
 * By rule, `sha256:…` over the ids of its cases in the order of UTF-16 code units and, for each, the hash of the suite that it
 * stands in. Each part is preceded by its length, so that no two lists are written alike.
 */
export function hashCases(
  cases: readonly CaseResult[],
  suiteHashes: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const byRule = Map.groupBy(cases, ({ rule }) => rule);
  return Object.fromEntries([...byRule].map(([rule, own]) => [rule, hashOf(own, suiteHashes)]));
}

function hashOf(cases: readonly CaseResult[], suiteHashes: Readonly<Record<string, string>>): string {
  const hash = createHash('sha256');
  for (const id of cases.map((result) => result.id).toSorted()) {
    const [suite = ''] = id.split('/', 1);
    for (const part of [id, suiteHashes[suite] ?? '']) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  }
  return `sha256:${hash.digest('hex')}`;
}
