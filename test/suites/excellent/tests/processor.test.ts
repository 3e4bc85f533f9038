import { describe, expect, it } from 'vitest';
import { DeclinedError, NetworkError } from '../src/contract.ts';
import { outcomeOf } from './support/outcome-of.ts';
import { setUpPayments, startAt, ttlMs } from './support/payment-setup.ts';
import { fail, hold, respond } from './support/scripted-provider.ts';
import { settle } from './support/settle.ts';

const payload = { amount: 1_250, currency: 'EUR' };
const lost = fail(new NetworkError('connection reset'));

describe('the processor', () => {
  it('pays once and replays, falsy responses too', async () => {
    const { processor, provider } = setUpPayments([respond(0)]);
    await expect(processor.processPayment('k', payload)).resolves.toBe(0);
    await expect(processor.processPayment('k', { currency: 'EUR', amount: 1_250 })).resolves.toBe(0);
    expect(provider.charges).toHaveLength(1);
  });

  it('joins overlapping calls', async () => {
    const { processor, provider } = setUpPayments([respond({ receipt: 1 })]);
    const answers = await Promise.all(Array.from({ length: 5 }, () => processor.processPayment('k', payload)));
    expect(answers).toEqual(answers.map(() => ({ receipt: 1 })));
    expect(provider.charges).toHaveLength(1);
  });

  it('joins a failure too, and pays when asked again', async () => {
    const { processor, provider, clock } = setUpPayments([fail(new DeclinedError('no')), respond('paid')]);
    const calls = await clock.run(Promise.all([1, 2, 3].map(() => outcomeOf(processor.processPayment('k', payload)))));
    for (const call of calls) expect(call).toMatchObject({ status: 'rejected', reason: { code: 'DECLINED' } });
    expect(provider.charges).toHaveLength(1);
    await expect(processor.processPayment('k', payload)).resolves.toBe('paid');
    expect(provider.charges[1]?.paymentId).toBe(provider.charges[0]?.paymentId);
  });

  it('refuses another payload, in flight and afterwards', async () => {
    const answer = hold();
    const { processor, provider, clock } = setUpPayments([answer.answer]);
    const first = processor.processPayment('k', payload);
    await provider.charged(1);
    const other = outcomeOf(processor.processPayment('k', 1));
    await settle();
    answer.respond('paid');
    await expect(clock.run(first)).resolves.toBe('paid');
    await expect(other).resolves.toMatchObject({ reason: { code: 'PAYLOAD_MISMATCH' } });
    await expect(processor.processPayment('k', 1)).rejects.toMatchObject({ code: 'PAYLOAD_MISMATCH' });
  });

  it('tells a number from its text', async () => {
    const { processor } = setUpPayments();
    await processor.processPayment('k', 1);
    await expect(processor.processPayment('k', '1')).rejects.toMatchObject({ code: 'PAYLOAD_MISMATCH' });
  });

  it('does not wait for a payment that is under way elsewhere', async () => {
    const { processor, provider, another, clock } = setUpPayments([hold().answer]);
    void processor.processPayment('k', payload);
    await provider.charged(1);
    const call = clock.run(outcomeOf(another().processPayment('k', payload)));
    await expect(call).resolves.toMatchObject({ reason: { code: 'IN_PROGRESS' } });
    await expect(processor.processPayment('another key', payload)).resolves.toEqual({ receipt: 'R-1' });
  });

  it('retries with doubling, capped delays under one payment id', async () => {
    const { processor, provider, clock } = setUpPayments([lost, lost, lost, respond('paid')]);
    await expect(clock.run(processor.processPayment('k', payload))).resolves.toBe('paid');
    expect(provider.charges.map(({ at }) => at - startAt)).toEqual([0, 100, 300, 650]);
    expect(new Set(provider.charges.map(({ paymentId }) => paymentId)).size).toBe(1);
  });

  it('gives up after the last attempt and can be asked again', async () => {
    const { processor, provider, clock } = setUpPayments([lost, lost, lost, lost, respond('paid')]);
    const call = await clock.run(outcomeOf(processor.processPayment('k', payload)));
    expect(call).toMatchObject({ reason: { code: 'RETRIES_EXHAUSTED', details: { attempts: 4 } } });
    expect(clock.now()).toBe(startAt + 650);
    expect(provider.charges).toHaveLength(4);
    await expect(processor.processPayment('k', payload)).resolves.toBe('paid');
  });

  it('aborts what takes too long and tries again', async () => {
    const { processor, provider, clock } = setUpPayments([hold().answer, respond('paid')]);
    await expect(clock.run(processor.processPayment('k', payload))).resolves.toBe('paid');
    expect(provider.charges.map(({ signal }) => signal.aborted)).toEqual([true, false]);
    expect(provider.charges.map(({ at }) => at - startAt)).toEqual([0, 1_100]);
  });

  it.each(['not an error', new TypeError('a bug')])('does not retry what is no network failure: %s', async (cause) => {
    const { processor, provider, clock } = setUpPayments([fail(cause)]);
    const call = await clock.run(outcomeOf(processor.processPayment('k', payload)));
    expect(call).toMatchObject({ reason: { code: 'PROVIDER_FAULT', cause, details: { attempts: 1 } } });
    expect(provider.charges).toHaveLength(1);
  });

  it('pays what the payload was at the call, in every attempt', async () => {
    const mine = { items: ['a'] };
    const { processor, provider, clock } = setUpPayments([
      (request) => {
        Object.assign(request.payload ?? {}, { items: [] });
        return Promise.reject(new NetworkError('lost'));
      },
    ]);
    const call = processor.processPayment('k', mine);
    mine.items.push('b');
    await clock.run(call);
    expect(provider.charges[1]?.payload).toEqual({ items: ['a'] });
  });

  it('takes a copy of the payload before it is charged', async () => {
    const mine = { items: ['a'] };
    const { processor, provider, clock } = setUpPayments();
    const call = processor.processPayment('k', mine);
    mine.items.push('b');
    await clock.run(call);
    expect(provider.charges[0]?.payload).toEqual({ items: ['a'] });
  });

  it('gives every caller a response of its own', async () => {
    const { processor } = setUpPayments([respond({ items: [1] })]);
    const [one, other] = await Promise.all([1, 2].map(() => processor.processPayment('k', payload)));
    Object.assign(one ?? {}, { items: [] });
    expect(other).toEqual({ items: [1] });
  });

  it('takes keys of 255 code units and no longer ones', async () => {
    const { processor, provider } = setUpPayments();
    await expect(processor.processPayment('k'.repeat(256), payload)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    expect(provider.charges).toHaveLength(0);
    await processor.processPayment('k'.repeat(255), payload);
    expect(provider.charges).toHaveLength(1);
  });

  it('charges nothing while the store is down', async () => {
    const down = new Error('down');
    const { processor, provider } = setUpPayments([], () => ({ insertPending: () => Promise.reject(down) }));
    await expect(processor.processPayment('k', payload)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      cause: down,
    });
    expect(provider.charges).toHaveLength(0);
  });

  it('keeps a success that it cannot record, reports it, and pays again after expiry', async () => {
    const { processor, provider, unrecorded } = setUpPayments([respond('paid')], () => ({
      updateStatus: () => Promise.reject(new Error('down')),
    }));
    await expect(processor.processPayment('k', payload)).resolves.toBe('paid');
    expect(unrecorded).toMatchObject([{ key: 'k', status: 'completed' }]);
    const other = setUpPayments();
    await other.processor.processPayment('k', payload);
    other.clock.set(startAt + ttlMs);
    await other.processor.processPayment('k', payload);
    expect(other.provider.charges).toHaveLength(2);
    expect(provider.charges).toHaveLength(1);
  });
});
