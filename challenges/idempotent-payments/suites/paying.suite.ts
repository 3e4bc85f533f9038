import { describe, expect } from 'vitest';
import type { JsonValue } from '../../../grader/judge/contract.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';
import { DECLINE, failAll, FAULT, recover } from './scenarios/endings.ts';
import { at, paid, settled, times } from './scenarios/outcomes.ts';
import { RESPONSES } from './scenarios/responses.ts';

describe('paying', () => {
  for (const [name, response] of RESPONSES) {
    rule('P1', `the response ${name} is recorded and handed to the caller`, async () => {
      const { processor, provider, store } = await openPayments();
      provider.script({ kind: 'approve', response });
      const key = values().key();
      const answer = await paid(processor.processPayment(key, values().payload()));
      expect(answer, 'what the call resolves with').toEqual(response);
      expect(store.model?.record(key), 'the record').toMatchObject({ status: 'completed', response });
      expect(provider.charges.length, 'calls of the provider').toBe(1);
    });
  }

  const payloads: readonly (readonly [string, JsonValue])[] = [
    ['a number', 42],
    ['null', null],
    ['an empty string', ''],
    ['an array', [3, 1, 2]],
    ['nested members', { order: { lines: [{ sku: 'a', count: 2 }, null], note: 'ž' }, express: false }],
    ['a member called __proto__', { amount: 5, ['__proto__']: { currency: 'EUR' } }],
    ['members called constructor and prototype', { constructor: 'ACME', lines: [{ prototype: 7 }] }],
  ];
  for (const [name, payload] of payloads) {
    rule('P1', `the provider gets ${name} as the payload, as attempt 1`, async () => {
      const { processor, provider } = await openPayments();
      await paid(processor.processPayment(values().key(), payload));
      const charge = at(provider.charges, 0, 'charge');
      expect(charge.payload, 'payload at the provider').toEqual(payload);
      expect(charge.attempt, 'number of the attempt').toBe(1);
    });
  }

  rule('P1', 'nothing is charged before the store has answered the claim', async () => {
    const { processor, provider, store, idle } = await openPayments();
    store.next('insertPending', { kind: 'hold' });
    const call = processor.processPayment(values().key(), values().payload());
    await idle();
    expect(store.callsOf('insertPending').length, 'claims under way').toBe(1);
    expect(provider.charges.length, 'charges while the claim is not answered').toBe(0);
    at(store.callsOf('insertPending'), 0, 'claim').release();
    await paid(call);
    expect(provider.charges.length, 'charges after the claim').toBe(1);
  });

  rule('P1', 'the record is pending while the provider is charged', async () => {
    const { processor, provider, store, idle } = await openPayments();
    provider.script({ kind: 'hold' });
    const key = values().key();
    const call = processor.processPayment(key, values().payload());
    await idle();
    expect(store.model?.record(key)?.status, 'status during the charge').toBe('pending');
    at(provider.charges, 0, 'charge').answer({ kind: 'approve' });
    await paid(call);
    expect(store.model?.record(key)?.status, 'status after the call').toBe('completed');
  });

  rule('P1', 'the caller is answered when the outcome is recorded, not before', async () => {
    const { processor, store, idle } = await openPayments();
    store.next('updateStatus', { kind: 'hold' });
    const call = processor.processPayment(values().key(), values().payload());
    await idle();
    expect(call.state, 'state of the call while its outcome is being recorded').toBe('open');
    at(store.callsOf('updateStatus'), 0, 'settling').release();
    await paid(call);
  });

  rule('P1', 'a payment is settled once, with the token of its claim', async () => {
    const { processor, store, provider } = await openPayments();
    const response = values().response();
    provider.script({ kind: 'approve', response });
    const key = values().key();
    await paid(processor.processPayment(key, values().payload()));
    const settlings = store.callsOf('updateStatus');
    expect(settlings.length, 'calls of updateStatus').toBe(1);
    expect(at(settlings, 0, 'settling').args, 'arguments of updateStatus').toMatchObject({
      0: key,
      2: { status: 'completed', response },
    });
    expect(at(settlings, 0, 'settling').outcome, 'what the store made of it').toBe('ok');
  });

  for (const afterMs of [0, 1, 700, 4_000]) {
    rule('P1', `a provider that answers after ${afterMs} ms is waited for, and nothing else is`, async () => {
      const { processor, provider } = await openPayments();
      provider.script({ kind: 'approve', afterMs });
      const call = processor.processPayment(values().key(), values().payload());
      await paid(call);
      expect(call.settledAt, 'when the call settled').toBe(START + afterMs);
      expect(provider.charges.length, 'calls of the provider').toBe(1);
    });
  }

  rule('P1', 'eight payments one after the other are charged one by one', async () => {
    const { processor, provider, store } = await openPayments();
    for (const key of times(8, () => values().key())) {
      const response = values().response();
      provider.script({ kind: 'approve', response });
      expect(await paid(processor.processPayment(key, values().payload()))).toEqual(response);
      expect(store.model?.record(key), 'the record').toMatchObject({ status: 'completed', response });
    }
    expect(provider.charges.length, 'calls of the provider').toBe(8);
  });

  for (const bad of [DECLINE, FAULT]) {
    rule('P1', `a new key is paid after thirty others have ended in ${bad.name}`, async () => {
      const { processor, provider } = await openPayments({ config: { maxAttempts: 1 } });
      failAll(provider, bad);
      for (let others = 1; others <= 30; others += 1) {
        await settled([processor.processPayment(values().key(), values().payload())]);
      }
      recover(provider);
      await paid(processor.processPayment(values().key(), values().payload()));
      expect(provider.charges.length, 'calls of the provider').toBe(31);
    });
  }
});
