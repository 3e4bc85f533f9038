import { describe, expect, it } from 'vitest';
import { reportOf, settledAs } from './support/members.ts';
import { outcomeOf } from './support/outcome-of.ts';
import { setUpPayments } from './support/payment-setup.ts';
import { respond } from './support/scripted-provider.ts';

const payload = { amount: 1_250, currency: 'EUR' };

describe('while the store is down', () => {
  it('charges nothing when the claim is refused, and works again later (P11)', async () => {
    const down = new Error('the store is down');
    let isDown = true;
    const { processor, provider } = setUpPayments([respond('paid')], (store) => ({
      insertPending: (key, claim) => (isDown ? Promise.reject(down) : store.insertPending(key, claim)),
    }));
    await expect(processor.processPayment('order-1', payload)).rejects.toMatchObject({
      name: 'PaymentError',
      code: 'STORE_UNAVAILABLE',
      cause: down,
    });
    expect(provider.charges).toHaveLength(0);
    isDown = false;
    await expect(processor.processPayment('order-1', payload)).resolves.toBe('paid');
  });

  it('keeps the answer of a payment that it cannot record, and reports it (P12)', async () => {
    const down = new Error('the store is down');
    const settled: unknown[] = [];
    const { processor, provider, clock, unrecorded } = setUpPayments([respond('paid')], () => ({
      updateStatus: (_key, _token, outcome) => {
        settled.push(settledAs(outcome));
        return Promise.reject(down);
      },
    }));
    const call = outcomeOf(processor.processPayment('order-1', payload));
    expect(await clock.run(call)).toEqual({ status: 'resolved', value: 'paid' });
    expect(provider.charges).toHaveLength(1);
    expect(settled).toEqual([{ status: 'completed', response: 'paid' }]);
    expect(unrecorded.map(reportOf)).toEqual([
      { key: 'order-1', paymentId: provider.charges[0]?.paymentId, status: 'completed', cause: down },
    ]);
  });
});
