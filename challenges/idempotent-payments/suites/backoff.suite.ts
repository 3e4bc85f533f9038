import { describe, expect } from 'vitest';
import { networkError } from '../../../grader/judge/errors.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { pauseAfter, startsOf } from './scenarios/attempts.ts';
import { refused, times } from './scenarios/outcomes.ts';

const BASES = [1, 3, 100, 1_000];
const CAPS = [0, 2, 250, 10_000];
const ATTEMPTS = [2, 3, 4, 6];

/** When each attempt must start if all fail at once. */
function startsAfter(
  attempts: number,
  config: { readonly retryDelayMs: number; readonly maxRetryDelayMs: number },
): number[] {
  const starts = [0];
  for (let n = 1; n < attempts; n += 1) starts.push((starts.at(-1) ?? 0) + pauseAfter(n, config));
  return starts;
}

describe('the pauses of a payment that fails again and again', () => {
  for (const retryDelayMs of BASES) {
    for (const maxRetryDelayMs of CAPS) {
      for (const maxAttempts of ATTEMPTS) {
        rule('P6', `${maxAttempts} attempts, from ${retryDelayMs} ms to at most ${maxRetryDelayMs} ms`, async () => {
          const config = { retryDelayMs, maxRetryDelayMs, maxAttempts };
          const { processor, provider } = await openPayments({ config });
          provider.script(...times(maxAttempts, () => ({ kind: 'fail', error: networkError() }) as const));
          await refused(processor.processPayment(values().key(), values().payload()), 'RETRIES_EXHAUSTED');
          const wanted = startsAfter(maxAttempts, config);
          expect(startsOf(provider.charges), 'starts of the attempts').toEqual(wanted);
        });
      }
    }
  }
});
