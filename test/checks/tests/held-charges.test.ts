import { expect, it } from 'vitest';
import { judgeSuiteOf, whole } from '../../support/judge-suite-of.ts';
import { submissionLikeReference } from '../../support/submission-folder.ts';

/** Each of them charges where nothing is to be charged, or joins where nothing is to be joined. */
const MUTANTS = [
  's2-await-before-insert',
  's2-await-in-re-claim',
  's3-completed-claimed-again',
  's3-mismatch-only-while-pending',
  's4-keeps-old-expiry',
  'p5-strings-without-quotes',
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
  const never = () => new Promise(() => {});
  let now = 0;
  const setUpTwo = (answers, change = {}) => {
    now = 0;
    const clock = { now: () => now, sleep: never };
    const store = { ...createIdempotencyStore({ ttlMs: 1_000, clock }), ...change };
    const provider = { charge: () => answers.shift() ?? never() };
    return [1, 2].map(() => createPaymentProcessor({ store, clock, provider, config, onUnrecorded: () => {} }));
  };
  const setUp = (answers, change) => setUpTwo(answers, change)[0];
  const declined = () => Promise.reject(new DeclinedError('no'));
  it('replays', async () => {
    const processor = setUp([Promise.resolve('paid')]);
    for (let call = 0; call < 2; call += 1) expect(await processor.processPayment('k', 1)).toBe('paid');
  });
  it('knows the payload of a failed key', async () => {
    const processor = setUp([declined()]);
    await expect(processor.processPayment('k', 1)).rejects.toMatchObject({ code: 'DECLINED' });
    await expect(processor.processPayment('k', 2)).rejects.toMatchObject({ code: 'PAYLOAD_MISMATCH' });
  });
  it('charges nothing without a claim', async () => {
    const processor = setUp([], { insertPending: () => Promise.reject(new Error('down')) });
    await expect(processor.processPayment('k', 1)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
  });
  it('refuses long keys', async () => {
    await expect(setUp([]).processPayment('k'.repeat(256), 1)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
  });
  it('knows payloads by their types', async () => {
    const processor = setUp([]);
    void processor.processPayment('k', 1);
    await expect(processor.processPayment('k', '1')).rejects.toMatchObject({ code: 'PAYLOAD_MISMATCH' });
  });
  it('lets one of two processors in', async () => {
    const calls = setUpTwo([]).map((processor) => processor.processPayment('k', 1));
    await expect(Promise.race(calls)).rejects.toMatchObject({ code: 'IN_PROGRESS' });
  });
  it('lets one of two processors try a failed payment again', async () => {
    const two = setUpTwo([declined()]);
    await expect(two[0].processPayment('k', 1)).rejects.toMatchObject({ code: 'DECLINED' });
    const calls = two.map((processor) => processor.processPayment('k', 1));
    await expect(Promise.race(calls)).rejects.toMatchObject({ code: 'IN_PROGRESS' });
  });
  it('replays what was claimed again for as long as it lives', async () => {
    const processor = setUp([declined(), Promise.resolve('paid')]);
    await expect(processor.processPayment('k', 1)).rejects.toMatchObject({ code: 'DECLINED' });
    now = 999;
    for (; now <= 1_000; now += 1) expect(await processor.processPayment('k', 1)).toBe('paid');
  });`;

/** Of the hanging ones none: what these tests wait for is told in other ways than by the end of a call. */
const WAITING = `
  import { expect, it } from 'vitest';
  import { createIdempotencyStore } from '../src/idempotency-store.ts';
  import { createPaymentProcessor } from '../src/payment-processor.ts';
  const never = () => new Promise(() => {});
  it('hears of an outcome that could not be recorded', async () => {
    const clock = { now: () => 0, sleep: never };
    const store = { ...createIdempotencyStore({ ttlMs: 9, clock }), updateStatus: () => Promise.reject(new Error('down')) };
    const config = { maxAttempts: 1, retryDelayMs: 0, maxRetryDelayMs: 0, attemptTimeoutMs: 1_000 };
    await new Promise((resolve) => {
      const provider = { charge: () => Promise.resolve('paid') };
      void createPaymentProcessor({ store, clock, provider, config, onUnrecorded: resolve }).processPayment('k', 1);
    });
  });
  it('sees the signal of an attempt that took too long', async () => {
    const clock = { now: () => 0, sleep: () => Promise.resolve() };
    const store = createIdempotencyStore({ ttlMs: 9, clock });
    const config = { maxAttempts: 1, retryDelayMs: 0, maxRetryDelayMs: 0, attemptTimeoutMs: 1 };
    await new Promise((resolve) => {
      const charge = (_request, signal) => new Promise(() => signal.addEventListener('abort', resolve));
      const processor = createPaymentProcessor({ store, clock, provider: { charge }, config, onUnrecorded: () => {} });
      processor.processPayment('k', 1).catch(() => {});
    });
  });`;

it.each([
  ['leads to the provider by the call that then waits for it', TESTS, MUTANTS],
  ['nobody is told of by waiting to be told', WAITING, ['p10-not-aborted', 'p12-never-reported']],
])('catches what %s', async (_what, code, ids) => {
  const plan = whole.ownTestsPlan ?? expect.unreachable();
  const mutants = plan.mutants.filter(({ id }) => ids.some((one) => one === id));
  const submission = await submissionLikeReference({ 'tests/held.test.ts': code });
  const { tests, killed } = await judgeSuiteOf(submission, { ...whole, ownTestsPlan: { ...plan, mutants } });
  expect(tests.filter(({ verdict }) => verdict !== 'valid')).toEqual([]);
  expect(killed.toSorted()).toEqual([...ids].toSorted());
});
