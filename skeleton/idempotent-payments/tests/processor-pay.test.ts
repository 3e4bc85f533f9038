import { describe, expect, it } from 'vitest';
import { ConfigError } from '../src/contract.ts';
import { createPaymentProcessor } from '../src/payment-processor.ts';
import { outcomeOf } from './support/outcome-of.ts';
import { config, setUpPayments } from './support/payment-setup.ts';
import { hold, respond } from './support/scripted-provider.ts';

const payload = { amount: 1_250, currency: 'EUR' };

describe('paying', () => {
  it('claims, charges, records and resolves with the response (P1)', async () => {
    const { processor, provider, store } = setUpPayments([respond({ receipt: 'R-7' })]);
    await expect(processor.processPayment('order-1', payload)).resolves.toEqual({ receipt: 'R-7' });
    expect(provider.charges).toMatchObject([{ attempt: 1, payload }]);
    await expect(store.get('order-1')).resolves.toMatchObject({
      status: 'completed',
      paymentId: provider.charges[0]?.paymentId,
      response: { receipt: 'R-7' },
    });
  });

  it('replays the response of a completed key without a charge (P2)', async () => {
    const { processor, provider } = setUpPayments([respond({ receipt: 'R-7' })]);
    await expect(processor.processPayment('order-1', payload)).resolves.toEqual({ receipt: 'R-7' });
    await expect(processor.processPayment('order-1', payload)).resolves.toEqual({ receipt: 'R-7' });
    expect(provider.charges).toHaveLength(1);
  });

  it('charges ten concurrent callers once (P3)', async () => {
    const { processor, provider } = setUpPayments([respond({ receipt: 'R-7' })]);
    const calls = Array.from({ length: 10 }, () => outcomeOf(processor.processPayment('order-1', payload)));
    const paid = { status: 'resolved', value: { receipt: 'R-7' } };
    expect(await Promise.all(calls)).toEqual(Array.from({ length: 10 }, () => paid));
    expect(provider.charges).toHaveLength(1);
  });

  it('does not wait for a payment that is under way at another processor (P4)', async () => {
    const held = hold();
    const { processor, another, provider, clock } = setUpPayments([held.answer]);
    const first = outcomeOf(processor.processPayment('order-1', payload));
    await clock.run(Promise.race([first, provider.charged(1)]));
    await expect(another().processPayment('order-1', payload)).rejects.toMatchObject({
      name: 'PaymentError',
      code: 'IN_PROGRESS',
    });
    held.respond('paid');
    expect(await first).toEqual({ status: 'resolved', value: 'paid' });
    expect(provider.charges).toHaveLength(1);
  });

  it('rejects another payload under the same key (P5)', async () => {
    const { processor, provider } = setUpPayments();
    await outcomeOf(processor.processPayment('order-1', payload));
    await expect(processor.processPayment('order-1', { ...payload, amount: 1_251 })).rejects.toMatchObject({
      name: 'PaymentError',
      code: 'PAYLOAD_MISMATCH',
    });
    expect(provider.charges).toHaveLength(1);
  });

  it('takes payloads as equal whatever the order of their members (P5)', async () => {
    const { processor, provider } = setUpPayments([respond('paid')]);
    await outcomeOf(processor.processPayment('order-1', { amount: 1_250, currency: 'EUR' }));
    await expect(processor.processPayment('order-1', { currency: 'EUR', amount: 1_250 })).resolves.toBe('paid');
    expect(provider.charges).toHaveLength(1);
  });

  it('refuses unusable keys and options (P15)', async () => {
    const { processor, provider, store, clock } = setUpPayments();
    for (const key of ['', 'k'.repeat(256)]) {
      await expect(processor.processPayment(key, payload)).rejects.toMatchObject({ code: 'INVALID_REQUEST' });
    }
    const withoutAttempts = { ...config, maxAttempts: 0 };
    const create = (): unknown =>
      createPaymentProcessor({ store, provider, clock, config: withoutAttempts, onUnrecorded: () => {} });
    expect(create).toThrow(ConfigError);
  });
});
