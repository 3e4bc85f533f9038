import type { ChargeRequest, Clock, JsonValue, PaymentProvider } from '../../src/contract.ts';

/** What the provider does with one call. */
export type Answer = (request: ChargeRequest, signal: AbortSignal) => Promise<JsonValue>;

/** An answer that waits, whatever the signal says, until the test gives it. */
export interface HeldAnswer {
  readonly answer: Answer;
  respond(response: JsonValue): void;
  fail(error: unknown): void;
}

export interface RecordedCharge extends ChargeRequest {
  /** The clock's time of the call. */
  readonly at: number;
  readonly signal: AbortSignal;
}

/** Answers from a list, one answer a call, and remembers the calls. Once the list is used up it responds `receipt`. */
export interface ScriptedProvider extends PaymentProvider {
  readonly charges: readonly RecordedCharge[];
  /** Resolves as soon as there have been `count` calls. */
  charged(count: number): Promise<void>;
}

export const receipt: JsonValue = { receipt: 'R-1' };

export function respond(response: JsonValue): Answer {
  return () => Promise.resolve(response);
}

export function fail(error: unknown): Answer {
  return () => Promise.reject(error);
}

export function hold(): HeldAnswer {
  let respond: HeldAnswer['respond'] = () => {};
  let fail: HeldAnswer['fail'] = () => {};
  const promise = new Promise<JsonValue>((resolve, reject) => {
    respond = resolve;
    fail = reject;
  });
  // A failure that nobody waits for is no unhandled rejection.
  promise.catch(() => {});
  return { answer: () => promise, respond, fail };
}

export function createScriptedProvider(clock: Pick<Clock, 'now'>, answers: readonly Answer[] = []): ScriptedProvider {
  const charges: RecordedCharge[] = [];
  const waiting: { readonly count: number; readonly resolve: () => void }[] = [];

  return {
    charges,
    charge: (request, signal) => {
      const answer = answers[charges.length] ?? respond(receipt);
      const { paymentId, attempt, payload } = request;
      charges.push({ paymentId, attempt, payload, at: clock.now(), signal });
      for (const { count, resolve } of waiting) if (charges.length >= count) resolve();
      return answer(request, signal);
    },
    charged: (count) =>
      new Promise((resolve) => {
        if (charges.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
  };
}
