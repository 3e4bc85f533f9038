/** What an assertion wanted to see and what it saw. */

import { printable } from '../../printable.ts';
import { Kept } from '../../wire/value.ts';

const MAX_LINE = 200;

/** One line each; `null` for anything but a comparison. `kept` describes an object that the judge knows by its handle. */
export function expectationOf(
  error: unknown,
  kept: (handle: string) => string,
): { readonly expected: string | null; readonly got: string | null } {
  if (!(error instanceof Error) || !('expected' in error) || !('actual' in error)) return { expected: null, got: null };
  const { expected, actual } = error;
  if (expected === undefined && actual === undefined) return { expected: null, got: null };
  return { expected: line(expected, kept), got: line(actual, kept) };
}

function line(value: unknown, kept: (handle: string) => string): string {
  const readable = (_name: string, member: unknown): unknown => {
    if (member instanceof Kept) return kept(member.handle);
    return isMatcher(member) ? member.toAsymmetricMatcher() : member;
  };
  const text = typeof value === 'string' ? value : (JSON.stringify(value, readable) ?? String(value));
  return printable(text, MAX_LINE);
}

/** What stands for a value in vitest's comparisons, such as `expect.anything()`; a solution's data has no functions, whatever its members are called. */
function isMatcher(value: unknown): value is { toAsymmetricMatcher(): string } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'toAsymmetricMatcher' in value &&
    typeof value.toAsymmetricMatcher === 'function'
  );
}
