/** How calls of a processor ended, told so that the first line of a failure explains it. */

import { expect } from 'vitest';
import type { Call } from '../../../../grader/judge/call.ts';
import type { JsonValue } from '../../../../grader/judge/contract.ts';
import { describeThrown, isPaymentError, SubjectError, SubjectFailure } from '../../../../grader/judge/failures.ts';
import { world } from '../../../../grader/judge/suite.ts';

/** The response of a call that must resolve. */
export async function paid(call: Call<JsonValue>): Promise<JsonValue> {
  return call.then(
    (response) => response,
    (error: unknown) => {
      throwIfNotTheirs(error);
      throw new SubjectFailure(`${call.title} should resolve, yet it is rejected with ${describeThrown(error)}`);
    },
  );
}

/** The `PaymentError` of a call that must be rejected with `code`. */
export async function refused(call: Call<JsonValue>, code: string): Promise<SubjectError> {
  const error: unknown = await call.then(
    (response) => {
      throw new SubjectFailure(`${call.title} should be rejected with ${code}, yet it resolves: ${brief(response)}`);
    },
    (reason: unknown) => reason,
  );
  throwIfNotTheirs(error);
  if (!isPaymentError(error)) {
    throw new SubjectFailure(`${call.title} is rejected with no PaymentError but ${describeThrown(error)}`);
  }
  expect(error.code, `code of the error of ${call.title}`).toBe(code);
  return error;
}

/** Like `refused`, and the error's cause must be `cause`: what `theVery` names, or `undefined`. */
export async function refusedFor(call: Call<JsonValue>, code: string, cause: unknown): Promise<SubjectError> {
  const error = await refused(call, code);
  expect(error.cause, `cause of the ${code} error`).toEqual(cause);
  return error;
}

/** Waits until all calls have settled, however they end. */
export async function settled(calls: readonly Call<JsonValue>[]): Promise<void> {
  for (const call of calls) {
    await call.then(
      () => undefined,
      (error: unknown) => {
        throwIfNotTheirs(error);
      },
    );
  }
}

/** How a call stands, in a word: `open`, `resolved`, or the code that it was rejected with. */
export function ending(call: Call<JsonValue>): string {
  const { standing } = call;
  if (standing.state !== 'rejected') return standing.state;
  const { error } = standing;
  return error instanceof SubjectError && typeof error.code === 'string' ? error.code : describeThrown(error);
}

/** The response of a settled call as it looks now, after whatever was done to it. */
export async function rereadResponse(call: Call<JsonValue>): Promise<unknown> {
  return world().ask({ do: 'read', handle: call.handle, shape: 'json' });
}

/** `count` results of `make`, called in one turn. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

/** The element at `index`, or the failure to say which one is missing. */
export function at<T>(items: readonly T[], index: number, what: string): T {
  const item = items[index];
  if (item === undefined) throw new SubjectFailure(`there is no ${what} number ${index + 1}, only ${items.length}`);
  return item;
}

/** A call can also end because the subject broke down or the judge did: that is no rejection. */
function throwIfNotTheirs(error: unknown): void {
  if (error instanceof Error && !(error instanceof SubjectError)) throw error;
}

function brief(value: unknown): string {
  return (JSON.stringify(value) ?? String(value)).slice(0, 80);
}
