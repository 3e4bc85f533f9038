import { describe, expect, it } from 'vitest';
import { DeclinedError, NetworkError } from '../src/contract.ts';
import type { JsonValue } from '../src/contract.ts';
import { ended, quiet } from './support/quiet.ts';
import { CONFIG, setUp, type SetUp } from './support/set-up.ts';
import { fail, respond } from './support/scripted-provider.ts';
import type { Step } from './support/scripted-provider.ts';

const PAYLOAD = { amount: 1 };
const LOST = fail(new NetworkError('lost'));
const SILENT: Step = () => new Promise(() => undefined);

/** Moves the clock on by the only thing that sleeps, which must be `ms` long. */
async function sleepOver({ clock }: SetUp, ms: number): Promise<void> {
  await quiet();
  expect(clock.sleeping).toEqual([ms]);
  clock.advance(ms);
  await quiet();
}

describe('network failures', () => {
  it('are retried after growing delays, under one payment id', async () => {
    const setup = setUp([LOST, LOST, LOST, respond('paid')]);
    const call = setup.processor.processPayment('k', PAYLOAD);
    for (const delayMs of [100, 200, 350]) await sleepOver(setup, delayMs);
    expect(await ended(call)).toEqual({ status: 'fulfilled', value: 'paid' });
    const { charges } = setup.provider;
    expect(charges.map(({ request }) => request.attempt)).toEqual([1, 2, 3, 4]);
    expect(new Set(charges.map(({ request }) => request.paymentId)).size).toBe(1);
    expect(setup.clock.sleeping).toEqual([]);
  });

  it('end the payment after maxAttempts calls, and leave the key free', async () => {
    const last = new NetworkError('the last one');
    const setup = setUp([LOST, fail(last)], { maxAttempts: 2 });
    const { processor, provider, store } = setup;
    const call = processor.processPayment('k', PAYLOAD);
    call.catch(() => undefined);
    await sleepOver(setup, CONFIG.retryDelayMs);
    const paymentId = provider.charges[0]?.request.paymentId;
    expect(await ended(call)).toMatchObject({
      status: 'rejected',
      reason: { code: 'RETRIES_EXHAUSTED', cause: last, details: { attempts: 2, paymentId } },
    });
    expect(provider.charges).toHaveLength(2);
    expect(await store.get('k')).toMatchObject({ status: 'failed' });
    expect(await ended(processor.processPayment('k', PAYLOAD))).toEqual({ status: 'fulfilled', value: 'paid' });
    expect(provider.charges[2]?.request).toMatchObject({ attempt: 1, paymentId });
  });

  it('are not slept over after the last attempt', async () => {
    const { processor, clock } = setUp([LOST], { maxAttempts: 1 });
    const call = ended(processor.processPayment('k', PAYLOAD));
    await quiet();
    expect(clock.sleeping).toEqual([]);
    expect(await call).toMatchObject({ reason: { code: 'RETRIES_EXHAUSTED', details: { attempts: 1 } } });
  });
});

describe('other failures', () => {
  const declined = new DeclinedError('no funds');
  const fault = new TypeError('bug');

  it.each([
    { code: 'DECLINED', cause: declined },
    { code: 'PROVIDER_FAULT', cause: fault },
    { code: 'PROVIDER_FAULT', cause: 'not an error' },
    { code: 'PROVIDER_FAULT', cause: undefined },
  ])('are not retried: $code', async ({ code, cause }) => {
    const { processor, provider, clock } = setUp([fail(cause)]);
    const ending = await ended(processor.processPayment('k', PAYLOAD));
    expect(clock.sleeping).toEqual([]);
    expect(ending).toMatchObject({ status: 'rejected', reason: { code, cause, details: { attempts: 1 } } });
    expect(provider.charges).toHaveLength(1);
  });
});

describe('a slow attempt', () => {
  it('is aborted alone and counts as a network failure', async () => {
    const setup = setUp([SILENT, respond('paid')]);
    const call = ended(setup.processor.processPayment('k', PAYLOAD));
    await sleepOver(setup, CONFIG.attemptTimeoutMs);
    const [first] = setup.provider.charges;
    expect(first?.signal.aborted).toBe(true);
    expect(setup.provider.charges).toHaveLength(1);
    await sleepOver(setup, CONFIG.retryDelayMs);
    expect(setup.provider.charges).toHaveLength(2);
    expect(setup.provider.charges[1]?.signal.aborted).toBe(false);
    expect(setup.clock.sleeping).toEqual([]);
    await call;
    expect(await ended(setup.processor.processPayment('k', PAYLOAD))).toEqual({ status: 'fulfilled', value: 'paid' });
  });

  it('has no say any more, whatever it answers later', async () => {
    const late = Promise.withResolvers<JsonValue>();
    const setup = setUp([() => late.promise, SILENT, respond('second')]);
    const call = setup.processor.processPayment('k', PAYLOAD);
    for (const attempt of [1, 2]) {
      await sleepOver(setup, CONFIG.attemptTimeoutMs);
      late.resolve('first');
      await sleepOver(setup, CONFIG.retryDelayMs * attempt);
    }
    expect(await ended(call)).toEqual({ status: 'fulfilled', value: 'second' });
    expect(await setup.store.get('k')).toMatchObject({ response: 'second' });
  });
});
