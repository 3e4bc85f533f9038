import { describe, expect, it } from 'vitest';
import { ConfigError, DeclinedError } from '../src/contract.ts';
import type { JsonValue } from '../src/contract.ts';
import { createPaymentProcessor } from '../src/payment-processor.ts';
import { CONFIG, setUp, TTL_MS } from './support/set-up.ts';
import { fail, respond } from './support/scripted-provider.ts';

const PAYLOAD = { amount: 12_50, currency: 'EUR' };

describe('paying', () => {
  it('claims, charges, settles and answers', async () => {
    const { processor, provider, store } = setUp([respond({ receipt: 7 })]);
    expect(await processor.processPayment('k', PAYLOAD)).toEqual({ receipt: 7 });
    const { paymentId, ...record } = await store.get('k');
    expect(record).toMatchObject({ status: 'completed', response: { receipt: 7 } });
    expect(provider.charges.map(({ request }) => request)).toEqual([{ paymentId, attempt: 1, payload: PAYLOAD }]);
  });

  it.each([null, 0, '', false, { a: [1] }])('replays %j without a charge', async (response) => {
    const { processor, provider, another } = setUp([respond(response)]);
    expect(await processor.processPayment('k', PAYLOAD)).toEqual(response);
    expect(await processor.processPayment('k', PAYLOAD)).toEqual(response);
    expect(await another().processPayment('k', PAYLOAD)).toEqual(response);
    expect(provider.charges).toHaveLength(1);
  });

  it('is free again after expiry, under another payment id', async () => {
    const { processor, provider, clock } = setUp();
    await processor.processPayment('k', PAYLOAD);
    clock.advance(TTL_MS);
    await processor.processPayment('k', PAYLOAD);
    const ids = provider.charges.map(({ request }) => request.paymentId);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('overlapping calls', () => {
  it('share one run and its success, each with a copy of its own', async () => {
    const { processor, provider } = setUp([respond({ items: [1] })]);
    const calls = Array.from({ length: 10 }, () => processor.processPayment('k', PAYLOAD));
    const responses = await Promise.all(calls);
    expect(provider.charges).toHaveLength(1);
    expect(responses).toEqual(responses.map(() => ({ items: [1] })));
    expect(new Set(responses).size).toBe(10);
  });

  it('share one failure; the next call tries again under the same payment id', async () => {
    const { processor, provider, store } = setUp([fail(new DeclinedError('no funds')), respond('paid')]);
    const calls = Array.from({ length: 3 }, () => processor.processPayment('k', PAYLOAD));
    for (const { status } of await Promise.allSettled(calls)) expect(status).toBe('rejected');
    expect(provider.charges).toHaveLength(1);
    expect(await store.get('k')).toMatchObject({ status: 'failed' });
    expect(await processor.processPayment('k', PAYLOAD)).toBe('paid');
    expect(provider.charges[1]?.request).toEqual({ ...provider.charges[0]?.request });
  });

  it('at another processor, or with another payload, neither charge nor wait', async () => {
    const { processor, provider, another } = setUp([() => answer.promise]);
    const answer = Promise.withResolvers<JsonValue>();
    const first = processor.processPayment('k', PAYLOAD);
    await provider.charged(1);
    await expect(another().processPayment('k', PAYLOAD)).rejects.toMatchObject({ code: 'IN_PROGRESS' });
    await expect(processor.processPayment('k', { amount: 1 })).rejects.toMatchObject({ code: 'PAYLOAD_MISMATCH' });
    await processor.processPayment('another key', PAYLOAD);
    answer.resolve('late');
    expect(await first).toBe('late');
    expect(provider.charges).toHaveLength(2);
  });
});

describe('snapshots', () => {
  it('pays what the payload was at the call, whatever the provider does to its copy', async () => {
    const payload = { items: ['a'] };
    const { processor, provider, store } = setUp();
    const call = processor.processPayment('k', payload);
    payload.items.push('b');
    await call;
    expect(provider.charges[0]?.request.payload).toEqual({ items: ['a'] });
    await expect(processor.processPayment('k', payload)).rejects.toMatchObject({ code: 'PAYLOAD_MISMATCH' });
    expect(await store.size()).toBe(1);
  });
});

describe('a store that fails', () => {
  const down = new Error('store down');

  it('charges nothing without a claim, and recovers', async () => {
    const { store, provider, another } = setUp();
    let isDown = true;
    const flaky: typeof store = {
      ...store,
      insertPending(key, claim) {
        if (isDown) throw down;
        return store.insertPending(key, claim);
      },
    };
    const processor = another(flaky);
    const rejected = expect(processor.processPayment('k', PAYLOAD)).rejects;
    await rejected.toMatchObject({ code: 'STORE_UNAVAILABLE', cause: down });
    expect(provider.charges).toHaveLength(0);
    isDown = false;
    expect(await processor.processPayment('k', PAYLOAD)).toBe('paid');
  });

  it.each(['completed', 'failed'] as const)('does not change a %s outcome that cannot be recorded', async (status) => {
    const declined = new DeclinedError('no funds');
    const { store, provider, another, unrecorded } = setUp([status === 'completed' ? respond(0) : fail(declined)]);
    const settled: string[] = [];
    const forgetful: typeof store = {
      ...store,
      async updateStatus(_key, _token, outcome) {
        settled.push(outcome.status);
        throw down;
      },
    };
    const call = another(forgetful).processPayment('k', PAYLOAD);
    if (status === 'completed') expect(await call).toBe(0);
    else await expect(call).rejects.toMatchObject({ code: 'DECLINED', cause: declined });
    expect(settled).toEqual([status]);
    const paymentId = provider.charges[0]?.request.paymentId;
    expect(unrecorded).toEqual([{ key: 'k', paymentId, status, cause: down }]);
  });
});

describe('options', () => {
  it.each(['', 'k'.repeat(256)])('refuses a key that is too short or too long', async (key) => {
    const { processor, store } = setUp();
    await expect(processor.processPayment(key, PAYLOAD)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    expect(await store.size()).toBe(0);
  });

  it('takes a key of 255 code units', async () => {
    const { processor } = setUp();
    expect(await processor.processPayment('k'.repeat(255), PAYLOAD)).toBe('paid');
  });

  it.each([
    { maxAttempts: 0 },
    { maxAttempts: 1.5 },
    { retryDelayMs: -1 },
    { maxRetryDelayMs: Number.POSITIVE_INFINITY },
    { attemptTimeoutMs: 0 },
    { attemptTimeoutMs: Number.NaN },
  ])('refuses %j', (wrong) => {
    const { store, provider, clock } = setUp();
    const options = { store, provider, clock, config: { ...CONFIG, ...wrong }, onUnrecorded: () => undefined };
    expect(() => createPaymentProcessor(options)).toThrow(ConfigError);
  });
});
