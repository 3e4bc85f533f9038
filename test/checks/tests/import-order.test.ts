import { expect, it } from 'vitest';
import { runOnImplementations } from '../../support/run-on-implementations.ts';
import { whole } from '../../support/judge-suite-of.ts';

const STORE = `import { createIdempotencyStore } from '../src/idempotency-store.ts';`;
const PROCESSOR = `import { createPaymentProcessor } from '../src/payment-processor.ts';`;

const TESTS = `
  import { expect, it } from 'vitest';
  const sleepers = new Set();
  const clock = {
    now: () => Date.now(),
    sleep: (ms, signal) => new Promise((resolve, reject) => {
      const end = (settle) => { sleepers.delete(timer); settle(); };
      const timer = setTimeout(() => end(resolve), ms);
      sleepers.add(timer);
      signal?.addEventListener('abort', () => { clearTimeout(timer); end(() => reject(signal.reason)); });
    }),
  };
  const reasons = [];
  const provider = {
    charge: ({ attempt }, signal) => attempt > 1 ? Promise.resolve('paid') : new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => { reasons.push(signal.reason); reject(signal.reason); });
    }),
  };
  it('sees the abort of an attempt, and nothing left on the clock', async () => {
    const store = createIdempotencyStore({ ttlMs: 60_000, clock });
    const config = { maxAttempts: 2, retryDelayMs: 10, maxRetryDelayMs: 10, attemptTimeoutMs: 100 };
    const processor = createPaymentProcessor({ store, clock, provider, config, onUnrecorded: () => {} });
    expect(await processor.processPayment('k', 1)).toBe('paid');
    expect(reasons).toEqual([expect.any(Error)]);
    expect(sleepers.size).toBe(0);
  });`;

const plan = whole.ownTestsPlan;
if (plan === null) throw new Error('the challenge does not score own tests');
const few = { ...plan, mutants: plan.mutants.filter(({ id }) => id === 'p10-not-aborted') };

it.each([
  ['store', `${STORE}${PROCESSOR}`],
  ['processor', `${PROCESSOR}${STORE}`],
])('hands signals to tests that import the %s first', async (_first, imports) => {
  const outcomes = await runOnImplementations(`${imports}${TESTS}`, few);
  const statuses = [...outcomes].map(([id, tests]) => [id, ...[...tests.values()].map(({ status }) => status)]);
  expect(statuses).toEqual([...plan.correct.map(({ id }) => [id, 'passed']), ['p10-not-aborted', 'failed']]);
});
