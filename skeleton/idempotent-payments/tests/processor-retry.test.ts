import { describe, expect, it } from 'vitest';
import { DeclinedError, NetworkError } from '../src/contract.ts';
import { outcomeOf } from './support/outcome-of.ts';
import { setUpPayments, startAt } from './support/payment-setup.ts';
import { fail, hold, respond } from './support/scripted-provider.ts';

const payload = { amount: 1_250, currency: 'EUR' };
const lost = fail(new NetworkError('connection reset'));

describe('retrying', () => {
  it('repeats network failures with doubling delays, under one payment id (P6, P8)', async () => {
    const { processor, provider, clock } = setUpPayments([lost, lost, lost, respond('paid')]);
    const call = outcomeOf(processor.processPayment('order-1', payload));
    expect(await clock.run(call)).toEqual({ status: 'resolved', value: 'paid' });
    expect(provider.charges.map(({ attempt }) => attempt)).toEqual([1, 2, 3, 4]);
    expect(provider.charges.map(({ at }) => at - startAt)).toEqual([0, 100, 300, 650]);
    expect(new Set(provider.charges.map(({ paymentId }) => paymentId)).size).toBe(1);
  });

  it('gives up after maxAttempts calls (P6)', async () => {
    const last = new NetworkError('the last one');
    const { processor, provider, clock } = setUpPayments([lost, lost, lost, fail(last)]);
    const call = outcomeOf(processor.processPayment('order-1', payload));
    expect(await clock.run(call)).toMatchObject({
      status: 'rejected',
      reason: {
        name: 'PaymentError',
        code: 'RETRIES_EXHAUSTED',
        details: { attempts: 4, paymentId: provider.charges[0]?.paymentId },
        cause: last,
      },
    });
    expect(provider.charges).toHaveLength(4);
    expect(clock.now()).toBe(startAt + 650);
  });

  it('does not repeat a declined payment (P7)', async () => {
    const declined = new DeclinedError('insufficient funds');
    const { processor, provider, clock } = setUpPayments([fail(declined)]);
    const call = outcomeOf(processor.processPayment('order-1', payload));
    expect(await clock.run(call)).toMatchObject({
      status: 'rejected',
      reason: { name: 'PaymentError', code: 'DECLINED', details: { attempts: 1 }, cause: declined },
    });
    expect(provider.charges).toHaveLength(1);
  });

  it('tries a failed payment again when it is asked again, under its old payment id (P8, P9)', async () => {
    const { processor, provider, store, clock } = setUpPayments([fail(new DeclinedError('no funds')), respond('paid')]);
    await clock.run(outcomeOf(processor.processPayment('order-1', payload)));
    await expect(store.get('order-1')).resolves.toMatchObject({ status: 'failed' });
    await expect(processor.processPayment('order-1', payload)).resolves.toBe('paid');
    expect(provider.charges).toMatchObject([{ attempt: 1 }, { attempt: 1 }]);
    expect(provider.charges[1]?.paymentId).toBe(provider.charges[0]?.paymentId);
  });

  it('aborts an attempt that takes too long and tries again (P10)', async () => {
    const slow = hold();
    const { processor, provider, clock } = setUpPayments([slow.answer, respond('paid')]);
    const call = outcomeOf(processor.processPayment('order-1', payload));
    expect(await clock.run(call)).toEqual({ status: 'resolved', value: 'paid' });
    expect(provider.charges.map(({ at }) => at - startAt)).toEqual([0, 1_100]);
    expect(provider.charges.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  });

  it('ignores an answer that comes after the timeout (P10)', async () => {
    const slow = hold();
    const { processor, provider, clock } = setUpPayments([slow.answer, respond('second')]);
    const call = outcomeOf(processor.processPayment('order-1', payload));
    await clock.run(Promise.race([call, provider.charged(1)]));
    await clock.advance(1_050);
    slow.respond('first');
    expect(await clock.run(call)).toEqual({ status: 'resolved', value: 'second' });
    expect(provider.charges).toHaveLength(2);
  });
});
