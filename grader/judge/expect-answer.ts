/** Awaiting a call of the store so that a failure says what was asked and what came instead. */

import { expect } from 'vitest';
import type { StoreErrorCode } from './contract.ts';
import { describeThrown, SubjectError } from './failures.ts';

/** What the store may say about an expired record: it may have dropped it. */
export const GONE: readonly StoreErrorCode[] = ['EXPIRED', 'NOT_FOUND'];

/** The answer of a call that must not be refused; `what` names the call. */
export async function expectAnswer<T>(call: PromiseLike<T>, what: string): Promise<T> {
  const seen = await ending(call);
  if (seen.ok) return seen.value;
  expect.unreachable(`${what} was rejected with ${describeThrown(seen.error)}`);
}

/** Passes when the call rejects with the contract's `IdempotencyError` and one of `codes`; `what` names the call. */
export async function expectRejection(
  call: PromiseLike<unknown>,
  codes: readonly StoreErrorCode[],
  what: string,
): Promise<void> {
  const seen = await ending(call);
  const code = seen.ok ? 'answered' : codeOf(seen.error);
  if (!codes.some((wanted) => wanted === code)) expect(code, what).toBe(codes.join(' or '));
}

/** The code of an `IdempotencyError`; for anything else what it is. */
export function codeOf(error: unknown): string {
  const isOurs = error instanceof SubjectError && error.classes.includes('IdempotencyError');
  return isOurs && typeof error.code === 'string' ? error.code : `rejected with ${describeThrown(error)}`;
}

/** The key that the error of a refused call names. */
export function keyNamedIn(end: Ending<unknown>): string {
  return !end.ok && end.error instanceof SubjectError && typeof end.error.key === 'string' ? end.error.key : 'nothing';
}

export type Ending<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };

/** How a call ended; what the judge itself has to say about the subject is thrown on. */
export async function ending<T>(call: PromiseLike<T>): Promise<Ending<T>> {
  try {
    return { ok: true, value: await call };
  } catch (error) {
    if (error instanceof SubjectError || !(error instanceof Error)) return { ok: false, error };
    throw error;
  }
}
