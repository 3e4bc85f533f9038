import { expect, it } from 'vitest';
import { whole } from '../../support/judge-suite-of.ts';
import { runOnImplementations } from '../../support/run-on-implementations.ts';

const TESTS = `
  import { it } from 'vitest';
  import { createPaymentProcessor } from '../src/payment-processor.ts';
  it('is nested too deeply', async () => {
    let payload = 1;
    for (let depth = 0; depth < 100_000; depth += 1) payload = [payload];
    const never = () => new Promise(() => {});
    const config = { maxAttempts: 1, retryDelayMs: 0, maxRetryDelayMs: 0, attemptTimeoutMs: 1_000 };
    const options = { store: { insertPending: never }, clock: { now: () => 0, sleep: never }, provider: { charge: never } };
    await createPaymentProcessor({ ...options, config, onUnrecorded: () => {} }).processPayment('k', payload);
  });
`;

const plan = whole.ownTestsPlan ?? expect.unreachable();

it('says of a payload that is nested too deeply that the stack is full', async () => {
  const seen = await runOnImplementations(TESTS, { ...plan, mutants: [] });
  for (const outcomes of seen.values()) {
    expect([...outcomes.values()]).toEqual([{ status: 'failed', message: 'Maximum call stack size exceeded' }]);
  }
});
