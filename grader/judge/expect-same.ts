/** Comparing plain data so that the first line of a failure names the part that differs. */

import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

/** Passes when both are the same data; `what` names what was seen. */
export function expectSame(seen: unknown, wanted: unknown, what: string): void {
  const different = firstDifference({ seen, wanted, path: what });
  if (different === undefined) return;
  expect(brief(different.seen), different.path).toBe(brief(different.wanted));
  expect.unreachable(`${different.path} differs`);
}

/** Passes when `seen` has all members of `wanted`, whatever else it has. */
export function expectMembers(seen: object, wanted: object, what: string): void {
  const names = Object.keys(wanted);
  expectSame(Object.fromEntries(names.map((name) => [name, memberOf(seen, name)])), wanted, what);
}

interface Pair {
  readonly seen: unknown;
  readonly wanted: unknown;
  readonly path: string;
}

function firstDifference(pair: Pair): Pair | undefined {
  const { seen, wanted, path } = pair;
  if (isDeepStrictEqual(seen, wanted)) return undefined;
  if (!isContainer(seen) || !isContainer(wanted) || Array.isArray(seen) !== Array.isArray(wanted)) return pair;
  const names = new Set([...Object.keys(wanted), ...Object.keys(seen)]);
  for (const name of names) {
    const inner = { seen: memberOf(seen, name), wanted: memberOf(wanted, name), path: `${path}, ${name}` };
    const different = firstDifference(inner);
    if (different !== undefined) return different;
  }
  return pair;
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function memberOf(object: object, name: string): unknown {
  return Object.hasOwn(object, name) ? Reflect.get(object, name) : undefined;
}

/** Strings in their own words, anything else as JSON, both short. */
function brief(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return text.length <= 60 ? text : `${text.slice(0, 59)}…`;
}
