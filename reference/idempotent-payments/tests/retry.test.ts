import { describe, expect, it } from 'vitest';
import { DeclinedError, NetworkError } from '../src/contract.ts';
import { CONFIG, setUp } from './support/set-up.ts';
import { fail, respond } from './support/scripted-provider.ts';
import type { Step } from './support/scripted-provider.ts';

const PAYLOAD = { amount: 1 };
const LOST = fail(new NetworkError('lost'));
const SILENT: Step = () => new Promise(() => undefined);

describe('network failures', () => {
  it('are retried after growing delays, under one payment id', async () => {
    const { processor, provider, clock } = setUp([LOST, LOST, LOST, respond('paid')]);
    const call = processor.processPayment('k', PAYLOAD);
    for (const delayMs of [100, 200, 350]) {
      await clock.sleeper(delayMs);
      expect(clock.sleeping).toEqual([delayMs]);
      clock.advance(delayMs);
    }
    expect(await call).toBe('paid');
    expect(provider.charges.map(({ request }) => request.attempt)).toEqual([1, 2, 3, 4]);
    expect(new Set(provider.charges.map(({ request }) => request.paymentId)).size).toBe(1);
    expect(clock.sleeping).toEqual([]);
  });

  it('end the payment after maxAttempts calls', async () => {
    const last = new NetworkError('the last one');
    const { processor, provider, store } = setUp([LOST, fail(last)], { maxAttempts: 2, retryDelayMs: 0 });
    const error: unknown = await processor.processPayment('k', PAYLOAD).catch((reason: unknown) => reason);
    const paymentId = provider.charges[0]?.request.paymentId;
    expect(error).toMatchObject({ code: 'RETRIES_EXHAUSTED', cause: last, details: { attempts: 2, paymentId } });
    expect(provider.charges).toHaveLength(2);
    expect(await store.get('k')).toMatchObject({ status: 'failed' });
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
    await expect(processor.processPayment('k', PAYLOAD)).rejects.toMatchObject({
      code,
      cause,
      details: { attempts: 1 },
    });
    expect(provider.charges).toHaveLength(1);
    expect(clock.sleeping).toEqual([]);
  });
});

describe('a slow attempt', () => {
  it('is aborted alone and counts as a network failure', async () => {
    const { processor, provider, clock } = setUp([SILENT, respond('paid')]);
    const call = processor.processPayment('k', PAYLOAD);
    const { signal } = await provider.charged(1);
    await clock.sleeper(CONFIG.attemptTimeoutMs);
    clock.advance(CONFIG.attemptTimeoutMs);
    await clock.sleeper(CONFIG.retryDelayMs);
    expect(signal.aborted).toBe(true);
    clock.advance(CONFIG.retryDelayMs);
    expect(await call).toBe('paid');
    expect(provider.charges[1]?.signal.aborted).toBe(false);
    expect(clock.sleeping).toEqual([]);
  });

  it('has no say any more, whatever it answers later', async () => {
    const late = Promise.withResolvers<string>();
    const { processor, provider, clock, store } = setUp([() => late.promise, SILENT, respond('second')]);
    const call = processor.processPayment('k', PAYLOAD);
    for (const attempt of [1, 2]) {
      await provider.charged(attempt);
      await clock.sleeper(CONFIG.attemptTimeoutMs);
      clock.advance(CONFIG.attemptTimeoutMs);
      late.resolve('first');
      await clock.sleeper(CONFIG.retryDelayMs * attempt);
      clock.advance(CONFIG.retryDelayMs * attempt);
    }
    expect(await call).toBe('second');
    expect(await store.get('k')).toMatchObject({ response: 'second' });
  });
});
