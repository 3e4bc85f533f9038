import { describe, expect } from 'vitest';
import { networkError } from '../../../grader/judge/errors.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';
import { ARRIVALS } from './scenarios/arrivals.ts';
import { callElsewhere } from './scenarios/called-elsewhere.ts';
import { at, ending, paid, settled, times } from './scenarios/outcomes.ts';
import { refusesElsewhere, replays } from './scenarios/taken-for-granted.ts';

const UNDER_WAY = ARRIVALS.filter(({ name }) => name !== 'in the same turn');

describe('different keys', () => {
  for (const arrival of UNDER_WAY) {
    for (const where of ['the same processor', 'another processor'] as const) {
      rule('P16', `a payment at ${where} overtakes one ${arrival.name}`, async () => {
        const payments = await openPayments({ processors: 2 });
        const { processors, clock } = payments;
        const finish = { kind: 'approve', response: values().response() } as const;
        arrival.prepare(payments, finish);
        const payload = values().payload();
        const slow = at(processors, 0, 'processor').processPayment(values().key(), payload);
        await arrival.reach(payments);
        const before = clock.now();
        const index = where === 'the same processor' ? 0 : 1;
        const quick = at(processors, index, 'processor').processPayment(values().key(), payload);
        await payments.idle();
        expect(quick.state, 'state of the other payment before time goes on').toBe('resolved');
        await paid(quick);
        expect(quick.settledAt, 'when the other payment settled').toBe(before);
        arrival.finish(payments, finish);
        await paid(slow);
        expect(payments.provider.charges.length, 'calls of the provider').toBeGreaterThan(1);
      });
    }
  }

  for (const arrival of UNDER_WAY.filter(({ charges }) => charges === 1)) {
    rule('P16', `of ten payments that begin in one turn, one ${arrival.name} holds up none of the others`, async () => {
      const payments = await openPayments();
      const finish = { kind: 'approve', response: values().response() } as const;
      arrival.prepare(payments, finish);
      const calls = times(10, () => payments.processor.processPayment(values().key(), values().payload()));
      await arrival.reach(payments);
      // Which of them is held up is nobody's business.
      const open = calls.filter((call) => call.state === 'open');
      expect(open.length, 'payments that are not over').toBeLessThanOrEqual(1);
      arrival.finish(payments, finish);
      for (const call of calls) await paid(call);
    });
  }

  for (const keys of [20, 60, 400]) {
    rule('P16', `${keys} payments in one turn are all at the provider at once`, async () => {
      const { processor, provider, idle } = await openPayments({ config: { attemptTimeoutMs: 60_000 } });
      provider.otherwise({ kind: 'hold' });
      const names = times(keys, () => values().key());
      const calls = names.map((key) => processor.processPayment(key, key));
      await idle();
      const held = [...provider.charges];
      expect(held.length, 'charges under way').toBe(keys);
      for (const charge of values().shuffled(held)) {
        charge.answer({ kind: 'approve', response: [`for ${String(charge.payload)}`] });
      }
      const responses = [];
      for (const call of calls) responses.push(await paid(call));
      expect(responses, 'responses').toEqual(names.map((name) => [`for ${name}`]));
    });
  }

  const pairs = [
    ['small and capital letters', (key: string) => [key, key.toUpperCase()]],
    ['a blank at the end', (key: string) => [key, `${key} `]],
    ['the last of 255 units', (key: string) => [key.padEnd(254, '.') + 'a', key.padEnd(254, '.') + 'b']],
    ['halves of emoji', (key: string) => [`${key}\ud83d`, `${key}\ud83e`]],
    ['half an emoji', (key: string) => [`${key}\ud83d`, `${key}\ufffd`]],
    ['the way in which é is written', (key: string) => [`${key}\u00e9`, `${key}e\u0301`]],
    ['what follows a null character', (key: string) => [`${key}\u0000a`, `${key}\u0000b`]],
    ['a zero before a number', (key: string) => [String(key.length), `0${key.length}`]],
  ] as const;
  for (const [name, make] of pairs) {
    rule('P16', `keys that only differ in ${name} are different keys`, async () => {
      const { processor, provider, idle } = await openPayments();
      provider.script({ kind: 'hold' });
      const payload = values().payload();
      const keys = make(values().key());
      const slow = processor.processPayment(at(keys, 0, 'key'), payload);
      await idle();
      const quick = processor.processPayment(at(keys, 1, 'key'), payload);
      await idle();
      expect(ending(quick), 'how the other payment stands').toBe('resolved');
      at(provider.charges, 0, 'charge').answer({ kind: 'approve' });
      await paid(slow);
      expect(provider.charges.length, 'calls of the provider').toBe(2);
    });
  }

  for (const [name, calls] of [
    ['a digit could stand in the key or behind it', [['a1', 23] as const, ['a12', 3] as const]],
    ['a digit could stand in the key or before it', [['23', 1] as const, ['3', 12] as const]],
    ['a sign could stand in the key or in the payload', [['order', -1] as const, ['order-', 1] as const]],
    ['a quoted text could stand in the key or in the payload', [['k"a"', 'b'] as const, ['k', 'a""b'] as const]],
  ] as const) {
    rule('P16', `two payments are not one because ${name}`, async () => {
      const { processor, provider, idle } = await openPayments();
      provider.otherwise({ kind: 'hold' });
      const made = calls.map(([key, payload]) => processor.processPayment(key, payload));
      await idle();
      expect(provider.charges.map(({ payload }) => payload).toSorted(), 'payloads that are charged').toEqual(
        calls.map(([, payload]) => payload).toSorted(),
      );
      for (const charge of provider.charges) charge.answer({ kind: 'approve' });
      for (const call of made) await paid(call);
    });
  }

  rule('P16', 'ten payments that all fail once take as long as one', async () => {
    const { processor, provider } = await openPayments();
    provider.script(...times(10, () => ({ kind: 'fail', error: networkError() }) as const));
    const calls = times(10, () => processor.processPayment(values().key(), values().payload()));
    for (const call of calls) await paid(call);
    const durations = calls.map((call) => (call.settledAt ?? 0) - START);
    const quickest = Math.min(...durations);
    // How long the pauses are is P6's business.
    expect(Math.max(...durations), 'time that the slowest payment took').toBeLessThanOrEqual(4 * quickest);
    expect(provider.charges.length, 'calls of the provider').toBe(20);
  });

  rule('P16', 'four hundred payments overtake one whose outcome is being recorded', async () => {
    const { processor, store, idle } = await openPayments();
    store.next('updateStatus', { kind: 'hold' });
    const slow = processor.processPayment(values().key(), values().payload());
    await idle();
    const payload = values().payload();
    const calls = times(400, () => processor.processPayment(values().key(), payload));
    await idle();
    expect(calls.filter((call) => call.state === 'resolved').length, 'payments that are over').toBe(400);
    at(store.callsOf('updateStatus'), 0, 'settling').release();
    await paid(slow);
  });

  rule('P16', 'the claims of fifty keys reach a slow store together', async () => {
    const { processor, store, idle } = await openPayments();
    store.next('insertPending', { kind: 'hold' }, 50);
    const calls = times(50, () => processor.processPayment(values().key(), values().payload()));
    await idle();
    const claims = store.callsOf('insertPending');
    expect(claims.length, 'claims under way').toBe(50);
    for (const claim of values().shuffled(claims)) claim.release();
    for (const call of calls) await paid(call);
  });
});

describe('different processors', () => {
  for (const stores of [2, 5]) {
    rule('P16', `one key and payload at ${stores} stores is ${stores} payments`, async () => {
      const all = [];
      for (let opened = 0; opened < stores; opened += 1) all.push(await openPayments());
      const key = values().key();
      const payload = values().payload();
      const calls = all.map(({ processor, provider }, index) => {
        provider.script({ kind: 'approve', response: [index, 'receipt'], afterMs: 50 });
        return processor.processPayment(key, payload);
      });
      const responses = [];
      for (const call of calls) responses.push(await paid(call));
      expect(responses, 'responses').toEqual(times(stores, (index) => [index, 'receipt']));
      expect(
        all.map(({ provider }) => provider.charges.length),
        'calls of each provider',
      ).toEqual(times(stores, () => 1));
    });
  }

  rule('P16', 'each processor keeps to its own configuration', async () => {
    const patient = await openPayments({ config: { maxAttempts: 4, retryDelayMs: 1_000 } });
    const hasty = await openPayments({ config: { maxAttempts: 2, retryDelayMs: 10 } });
    const key = values().key();
    const payload = values().payload();
    const calls = [patient, hasty].map(({ processor, provider }) => {
      provider.otherwise({ kind: 'fail', error: networkError() });
      return processor.processPayment(key, payload);
    });
    await settled(calls);
    expect(calls.map(ending), 'ends of the calls').toEqual(['RETRIES_EXHAUSTED', 'RETRIES_EXHAUSTED']);
    const [many, few] = [patient, hasty].map(({ provider }) => provider.charges.length);
    expect(many, 'calls of the patient provider').toBeGreaterThan(few ?? Infinity);
  });

  for (const [given, sameObjects] of [
    ['', false],
    [' with the very same store, provider and clock', true],
  ] as const) {
    rule('P16', `a processor does not join what another one${given} has under way`, async () => {
      if (!(await refusesElsewhere())) return;
      const { first, second, finish } = await callElsewhere({ sameObjects });
      expect([ending(first), ending(second)], 'states while the first is under way').toEqual(['open', 'IN_PROGRESS']);
      await finish();
    });
  }

  rule('P16', 'what two processors pay is replayed by a third', async () => {
    if (!(await replays())) return;
    const { processors, provider } = await openPayments({ processors: 3 });
    const payload = values().payload();
    const keys = times(4, () => values().key());
    const paidFor = [];
    for (const [index, key] of keys.entries()) {
      paidFor.push(await paid(at(processors, index % 2, 'processor').processPayment(key, payload)));
    }
    const seen = [];
    for (const key of keys) seen.push(await paid(at(processors, 2, 'processor').processPayment(key, payload)));
    expect(seen, 'the replayed responses').toEqual(paidFor);
    expect(provider.charges.length, 'calls of the provider').toBe(4);
  });
});
