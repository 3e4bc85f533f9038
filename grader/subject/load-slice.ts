/** One slice of load: payments at the candidate's processor on the candidate's store, with nothing of the wire in between. */

import { callMethod } from './injected.ts';
import { waitWhileBusy, type Background } from './realm.ts';
import type { Solution } from './solution.ts';

/** How a slice went; its cost is measured from outside. */
export interface SliceOutcome {
  /** Payments that were answered with the right response. */
  readonly correct: number;
  /** Charges beyond one a payment. */
  readonly surplus: number;
}

/** The system under load; it stays the same from slice to slice, so that records pile up. */
export interface LoadTarget {
  run(payments: number): Promise<SliceOutcome>;
}

/** Callers at work side by side. */
const CALLERS = 10;
/** Long enough for nothing to expire. */
const TTL_MS = 1e12;

const CONFIG = { maxAttempts: 3, retryDelayMs: 100, maxRetryDelayMs: 1_000, attemptTimeoutMs: 5_000 };

/** Opens store and processor; throws what a factory throws. */
export function openLoadTarget(solution: Solution, background: Background): LoadTarget {
  let now = 1_767_225_600_000;
  let charges = 0;
  const clock = { now: () => now, sleep };
  const provider = {
    charge: (request: unknown): Promise<unknown> => {
      charges += 1;
      return Promise.resolve(responseTo(request));
    },
  };
  const store = callMethod(solution.store(), 'createIdempotencyStore', [{ ttlMs: TTL_MS, clock }]);
  const options = { store, provider, clock, config: CONFIG, onUnrecorded: () => undefined };
  const processor = callMethod(solution.processor(), 'createPaymentProcessor', [options]);
  let paid = 0;
  const pay = async (order: number): Promise<boolean> => {
    const payload = { amount: order, currency: 'EUR', order: `order ${order}` };
    return isReceiptOf(await callMethod(processor, 'processPayment', [`key ${order}`, payload]), order);
  };
  return {
    run: async (payments) => {
      const chargesBefore = charges;
      let correct = 0;
      for (const until = paid + payments; paid < until;) {
        now += 1;
        const orders = Array.from({ length: Math.min(CALLERS, until - paid) }, (_, index) => paid + index);
        paid += orders.length;
        correct += await countTrue(orders.map(pay), background);
      }
      return { correct, surplus: charges - chargesBefore - payments };
    },
  };
}

/** Nothing fails under load, so that only the timeouts of attempts sleep, until they are called off. */
function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted === true) return Promise.reject(signal.reason);
  if (ms <= 0) return Promise.resolve();
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function responseTo(request: unknown): object {
  const payload: unknown =
    typeof request === 'object' && request !== null ? Reflect.get(request, 'payload') : undefined;
  const order: unknown = typeof payload === 'object' && payload !== null ? Reflect.get(payload, 'order') : undefined;
  return { receipt: `receipt of ${String(order)}`, approved: true };
}

function isReceiptOf(response: unknown, order: number): boolean {
  return (
    typeof response === 'object' &&
    response !== null &&
    Reflect.get(response, 'receipt') === `receipt of order ${order}` &&
    Reflect.get(response, 'approved') === true
  );
}

async function countTrue(payments: readonly Promise<boolean>[], background: Background): Promise<number> {
  let open = payments.length;
  let correct = 0;
  const all = Promise.all(
    payments.map((payment) =>
      payment
        .then((right) => {
          if (right) correct += 1;
        })
        .catch(() => undefined)
        .then(() => {
          open -= 1;
        }),
    ),
  );
  await waitWhileBusy(background, all, () => open === 0);
  return correct;
}
