/** What an assertion wanted to see and what it saw. */

import { printable } from '../../printable.ts';

const MAX_LINE = 200;

/** One line each; `null` for anything but a comparison. */
export function expectationOf(error: unknown): { readonly expected: string | null; readonly got: string | null } {
  if (!(error instanceof Error) || !('expected' in error) || !('actual' in error)) return { expected: null, got: null };
  const { expected, actual } = error;
  if (expected === undefined && actual === undefined) return { expected: null, got: null };
  return { expected: line(expected), got: line(actual) };
}

function line(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return printable(text, MAX_LINE);
}
