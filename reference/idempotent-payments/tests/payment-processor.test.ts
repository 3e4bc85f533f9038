import { describe, expect, it } from 'vitest';
import { ConfigError, DeclinedError, NetworkError } from '../src/contract.ts';
import type { JsonValue } from '../src/contract.ts';
import { createPaymentProcessor } from '../src/payment-processor.ts';
import { ended } from './support/quiet.ts';
import { CONFIG, setUp, TTL_MS } from './support/set-up.ts';
import { fail, respond } from './support/scripted-provider.ts';

const PAYLOAD = { amount: 12_50, currency: 'EUR' };

const paid = (value: JsonValue) => ({ status: 'fulfilled', value });
const refused = (code: string) => ({ status: 'rejected', reason: { name: 'PaymentError', code } });

describe('paying', () => {
  it('claims, charges, settles and answers', async () => {
    const { processor, provider, store } = setUp([respond({ receipt: 7 })]);
    expect(await ended(processor.processPayment('k', PAYLOAD))).toEqual(paid({ receipt: 7 }));
    const { paymentId, ...record } = await store.get('k');
    expect(record).toMatchObject({ status: 'completed', response: { receipt: 7 } });
    expect(provider.charges.map(({ request }) => request)).toEqual([{ paymentId, attempt: 1, payload: PAYLOAD }]);
  });

  it.each([null, 0, '', false, { a: [1] }])('replays %j without a charge', async (response) => {
    const { processor, provider, another } = setUp([respond(response)]);
    for (const payer of [processor, processor, another()]) {
      expect(await ended(payer.processPayment('k', PAYLOAD))).toEqual(paid(response));
    }
    expect(provider.charges).toHaveLength(1);
  });

  it('is free again after expiry, under another payment id', async () => {
    const { processor, provider, clock } = setUp();
    await ended(processor.processPayment('k', PAYLOAD));
    clock.advance(TTL_MS);
    expect(await ended(processor.processPayment('k', PAYLOAD))).toEqual(paid('paid'));
    const ids = provider.charges.map(({ request }) => request.paymentId);
    expect(ids).toHaveLength(2);
    expect(new Set(ids).size).toBe(2);
  });
});

describe('payloads', () => {
  it.each<[JsonValue, JsonValue]>([
    [
      { a: 1, b: { c: 2, d: 3 } },
      { b: { d: 3, c: 2 }, a: 1 },
    ],
    [[-0], [0]],
  ])('%j and %j are the same payment', async (one, other) => {
    const { processor, provider } = setUp();
    expect(await ended(processor.processPayment('k', one))).toEqual(paid('paid'));
    expect(await ended(processor.processPayment('k', other))).toEqual(paid('paid'));
    expect(provider.charges).toHaveLength(1);
  });

  it.each<[JsonValue, JsonValue]>([
    [1, '1'],
    [
      [1, 2],
      [2, 1],
    ],
    [null, {}],
  ])('%j and %j are not', async (one, other) => {
    const { processor, provider } = setUp();
    await ended(processor.processPayment('k', one));
    expect(await ended(processor.processPayment('k', other))).toMatchObject(refused('PAYLOAD_MISMATCH'));
    expect(provider.charges).toHaveLength(1);
  });
});

describe('overlapping calls', () => {
  it('share one run and its success, each with a copy of its own', async () => {
    const { processor, provider } = setUp([respond({ items: [1] })]);
    const calls = Array.from({ length: 10 }, () => ended(processor.processPayment('k', PAYLOAD)));
    const endings = await Promise.all(calls);
    expect(provider.charges).toHaveLength(1);
    expect(endings).toEqual(endings.map(() => paid({ items: [1] })));
    expect(new Set(endings.map((ending) => 'value' in ending && ending.value)).size).toBe(10);
  });

  it('share one failure; the next call tries again under the same payment id', async () => {
    const { processor, provider, store } = setUp([fail(new DeclinedError('no funds')), respond('paid')]);
    const calls = Array.from({ length: 3 }, () => ended(processor.processPayment('k', PAYLOAD)));
    for (const ending of await Promise.all(calls)) expect(ending).toMatchObject(refused('DECLINED'));
    expect(provider.charges).toHaveLength(1);
    expect(await store.get('k')).toMatchObject({ status: 'failed' });
    expect(await ended(processor.processPayment('k', PAYLOAD))).toEqual(paid('paid'));
    expect(provider.charges[1]?.request).toEqual({ ...provider.charges[0]?.request });
  });

  it('at another processor, or with another payload, neither charge nor wait', async () => {
    const answer = Promise.withResolvers<JsonValue>();
    const { processor, provider, another } = setUp([() => answer.promise]);
    const first = processor.processPayment('k', PAYLOAD);
    expect(await ended(first)).toEqual({ status: 'pending' });
    expect(await ended(another().processPayment('k', PAYLOAD))).toMatchObject(refused('IN_PROGRESS'));
    expect(await ended(processor.processPayment('k', { amount: 1 }))).toMatchObject(refused('PAYLOAD_MISMATCH'));
    expect(await ended(processor.processPayment('another key', PAYLOAD))).toEqual(paid('paid'));
    answer.resolve('late');
    expect(await ended(first)).toEqual(paid('late'));
    expect(provider.charges).toHaveLength(2);
  });
});

describe('snapshots', () => {
  it('pays what the payload was at the call', async () => {
    const payload = { items: ['a'] };
    const { processor, provider, store } = setUp();
    const call = ended(processor.processPayment('k', payload));
    payload.items.push('b');
    await call;
    expect(provider.charges[0]?.request.payload).toEqual({ items: ['a'] });
    expect(await ended(processor.processPayment('k', payload))).toMatchObject(refused('PAYLOAD_MISMATCH'));
    expect(await store.size()).toBe(1);
  });

  it('gives the provider a copy of its own in every attempt', async () => {
    const { processor, provider, clock } = setUp([
      ({ request }) => {
        if (typeof request.payload === 'object') Object.assign(request.payload ?? {}, { amount: 0 });
        throw new NetworkError('lost');
      },
    ]);
    const call = ended(processor.processPayment('k', PAYLOAD));
    await call;
    clock.advance(CONFIG.retryDelayMs);
    await ended(processor.processPayment('k', PAYLOAD));
    expect(provider.charges[1]?.request.payload).toEqual(PAYLOAD);
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
    expect(await ended(processor.processPayment('k', PAYLOAD))).toMatchObject({
      reason: { name: 'PaymentError', code: 'STORE_UNAVAILABLE', cause: down },
    });
    expect(provider.charges).toHaveLength(0);
    isDown = false;
    expect(await ended(processor.processPayment('k', PAYLOAD))).toEqual(paid('paid'));
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
    const ending = await ended(another(forgetful).processPayment('k', PAYLOAD));
    if (status === 'completed') expect(ending).toEqual(paid(0));
    else expect(ending).toMatchObject({ reason: { code: 'DECLINED', cause: declined } });
    expect(settled).toEqual([status]);
    const paymentId = provider.charges[0]?.request.paymentId;
    expect(unrecorded).toEqual([{ key: 'k', paymentId, status, cause: down }]);
    expect(provider.charges).toHaveLength(1);
  });
});

describe('options', () => {
  it.each(['', 'k'.repeat(256)])('refuses a key that is too short or too long', async (key) => {
    const { processor, store } = setUp();
    expect(await ended(processor.processPayment(key, PAYLOAD))).toMatchObject(refused('INVALID_REQUEST'));
    expect(await store.size()).toBe(0);
  });

  it('takes a key of 255 code units', async () => {
    const { processor } = setUp();
    expect(await ended(processor.processPayment('k'.repeat(255), PAYLOAD))).toEqual(paid('paid'));
  });

  it('refuses a configuration out of range', () => {
    const { store, provider, clock } = setUp();
    const wrong = [
      { maxAttempts: 0 },
      { maxAttempts: 1.5 },
      { retryDelayMs: -1 },
      { maxRetryDelayMs: Number.POSITIVE_INFINITY },
      { attemptTimeoutMs: 0 },
      { attemptTimeoutMs: Number.NaN },
    ];
    for (const change of wrong) {
      const options = { store, provider, clock, config: { ...CONFIG, ...change }, onUnrecorded: () => undefined };
      expect(() => createPaymentProcessor(options)).toThrow(ConfigError);
    }
  });
});
