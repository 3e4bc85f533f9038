import { expect, it } from 'vitest';
import { judgeSuiteOf, whole } from '../../support/judge-suite-of.ts';
import { submissionLikeReference } from '../../support/submission-folder.ts';

/** Each of them charges where nothing is to be charged. */
const MUTANTS = [
  's3-completed-claimed-again',
  's3-failed-key-takes-any-payload',
  'p11-charges-without-a-claim',
  'p15-256',
] as const;

/** The provider answers as often as it should be asked and never again. */
const TESTS = `
  import { expect, it } from 'vitest';
  import { createIdempotencyStore } from '../src/idempotency-store.ts';
  import { createPaymentProcessor } from '../src/payment-processor.ts';
  import { DeclinedError } from '../src/contract.ts';
  const config = { maxAttempts: 1, retryDelayMs: 0, maxRetryDelayMs: 0, attemptTimeoutMs: 1_000 };
  const setUp = (answers, change = {}) => {
    const clock = { now: () => 0, sleep: () => new Promise(() => {}) };
    const store = { ...createIdempotencyStore({ ttlMs: 1_000, clock }), ...change };
    const provider = { charge: () => answers.shift() ?? new Promise(() => {}) };
    return createPaymentProcessor({ store, clock, provider, config, onUnrecorded: () => {} });
  };
  it('replays', async () => {
    const processor = setUp([Promise.resolve('paid')]);
    for (let call = 0; call < 2; call += 1) expect(await processor.processPayment('k', 1)).toBe('paid');
  });
  it('knows the payload of a failed key', async () => {
    const processor = setUp([Promise.reject(new DeclinedError('no'))]);
    await expect(processor.processPayment('k', 1)).rejects.toMatchObject({ code: 'DECLINED' });
    await expect(processor.processPayment('k', 2)).rejects.toMatchObject({ code: 'PAYLOAD_MISMATCH' });
  });
  it('charges nothing without a claim', async () => {
    const processor = setUp([], { insertPending: () => Promise.reject(new Error('down')) });
    await expect(processor.processPayment('k', 1)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
  it('refuses long keys', async () => {
    await expect(setUp([]).processPayment('k'.repeat(256), 1)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  });`;

it('catches a charge too many by the call that then waits for the provider', async () => {
  const plan = whole.ownTestsPlan ?? expect.unreachable();
  const mutants = plan.mutants.filter(({ id }) => MUTANTS.some((one) => one === id));
  const submission = await submissionLikeReference({ 'tests/held.test.ts': TESTS });
  const { tests, killed } = await judgeSuiteOf(submission, { ...whole, ownTestsPlan: { ...plan, mutants } });
  expect(tests.map(({ verdict }) => verdict)).toEqual(['valid', 'valid', 'valid', 'valid']);
  expect(killed.toSorted()).toEqual([...MUTANTS].toSorted());
});
