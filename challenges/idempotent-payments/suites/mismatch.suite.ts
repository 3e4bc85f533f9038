import { describe, expect } from 'vitest';
import { otherError } from '../../../grader/judge/errors.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { ARRIVALS } from './scenarios/arrivals.ts';
import { BAD_ENDINGS, failAll, recover } from './scenarios/endings.ts';
import { at, ending, paid, refused, settled, times } from './scenarios/outcomes.ts';
import { givesUpWithoutStore, paysExpired, triesAgainAfter } from './scenarios/taken-for-granted.ts';

const UNDER_WAY = ARRIVALS.filter(
  ({ name }) => !['in the same turn', 'while the claim is not answered'].includes(name),
);

describe('mismatch', () => {
  for (const arrival of UNDER_WAY) {
    for (const [where, index] of [['the same processor', 0] as const, ['another processor', 1] as const]) {
      rule('P5', `another payload at ${where} ${arrival.name} is refused at once`, async () => {
        const payments = await openPayments({ processors: 2 });
        const { processor, processors, provider, clock, store } = payments;
        const finish = { kind: 'approve' } as const;
        arrival.prepare(payments, finish);
        const key = values().key();
        const first = processor.processPayment(key, values().payload());
        await arrival.reach(payments);
        const charges = provider.charges.length;
        const claims = store.callsOf('insertPending').length;
        const asked = clock.now();
        const second = at(processors, index, 'processor').processPayment(key, values().payload());
        await payments.idle();
        expect(second.state, 'state of the second call before time goes on').toBe('rejected');
        await refused(second, 'PAYLOAD_MISMATCH');
        expect(second.settledAt, 'when the second call settled').toBe(asked);
        expect(provider.charges.length, 'calls of the provider').toBe(charges);
        expect(store.callsOf('insertPending').length + store.callsOf('get').length, 'store calls').toBeGreaterThan(
          claims,
        );
        arrival.finish(payments, finish);
        await paid(first);
        expect(provider.charges.length, 'calls of the provider in the end').toBe(arrival.charges);
      });
    }
  }

  for (const bad of BAD_ENDINGS) {
    rule('P5', `after ${bad.name} the key still belongs to its payload`, async () => {
      if (!(await triesAgainAfter(bad.error()))) return;
      const { processors, provider } = await openPayments({ processors: 2 });
      failAll(provider, bad);
      const key = values().key();
      const payload = values().payload();
      await settled([at(processors, 0, 'processor').processPayment(key, payload)]);
      recover(provider);
      const processor = at(processors, 1, 'processor');
      const charges = provider.charges.length;
      await refused(processor.processPayment(key, values().payload()), 'PAYLOAD_MISMATCH');
      expect(provider.charges.length, 'calls of the provider').toBe(charges);
      await paid(processor.processPayment(key, payload));
    });
  }

  for (const callers of [3, 20]) {
    rule('P5', `${callers} payloads under one key in one turn: one is paid, the others are refused`, async () => {
      const { processor, provider } = await openPayments();
      const key = values().key();
      const payloads = times(callers, () => values().payload());
      const calls = payloads.map((payload) => processor.processPayment(key, payload));
      await settled(calls);
      const winner = calls.findIndex((call) => call.state === 'resolved');
      expect(calls.filter((call) => call.state === 'resolved').length, 'calls that resolve').toBe(1);
      for (const call of calls.filter((_, index) => index !== winner)) await refused(call, 'PAYLOAD_MISMATCH');
      expect(
        provider.charges.map((charge) => charge.payload),
        'payloads charged',
      ).toEqual([payloads[winner]]);
    });
  }

  rule('P5', 'a long payload is refused by one in flight that only differs in its last character', async () => {
    const { processor, provider, idle } = await openPayments();
    provider.script({ kind: 'hold' });
    const key = values().key();
    const [one, other] = times(2, (index) => `${'x'.repeat(5_000)}${index}`);
    const first = processor.processPayment(key, one ?? '');
    await idle();
    const second = processor.processPayment(key, other ?? '');
    await idle();
    for (const charge of provider.charges) charge.answer({ kind: 'approve' });
    await paid(first);
    await refused(second, 'PAYLOAD_MISMATCH');
  });

  rule('P5', 'a refused payload can be paid under a key of its own', async () => {
    const { processor, provider } = await openPayments();
    const key = values().key();
    const payload = values().payload();
    await paid(processor.processPayment(key, values().payload()));
    await refused(processor.processPayment(key, payload), 'PAYLOAD_MISMATCH');
    await paid(processor.processPayment(values().key(), payload));
    expect(provider.charges.length, 'calls of the provider').toBe(2);
  });

  rule('P5', 'a mismatch settles and reports nothing', async () => {
    const { processor, store, unrecorded } = await openPayments();
    const key = values().key();
    await paid(processor.processPayment(key, values().payload()));
    for (const call of times(5, () => processor.processPayment(key, values().payload()))) {
      await refused(call, 'PAYLOAD_MISMATCH');
    }
    expect(store.callsOf('updateStatus').length, 'calls of updateStatus').toBe(1);
    expect(unrecorded(), 'reports of unrecorded outcomes').toEqual([]);
    expect(store.model?.record(key)?.status, 'status of the record').toBe('completed');
  });

  rule('P5', 'two payloads race for a key: the store decides, whoever came first', async () => {
    const { processor, provider, store, idle } = await openPayments();
    store.next('insertPending', { kind: 'hold' });
    const key = values().key();
    const calls = [processor.processPayment(key, values().payload())];
    await idle();
    calls.push(processor.processPayment(key, values().payload()));
    await idle();
    at(store.callsOf('insertPending'), 0, 'claim').release();
    await settled(calls);
    expect(calls.map(ending).sort(), 'ends of the two calls').toEqual(['PAYLOAD_MISMATCH', 'resolved']);
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P5', 'another payload is refused at once while the claim that took the key is not answered', async () => {
    const { processor, provider, store, idle } = await openPayments();
    store.next('insertPending', { kind: 'steps' });
    const key = values().key();
    const first = processor.processPayment(key, values().payload());
    await idle();
    const claim = at(store.callsOf('insertPending'), 0, 'claim');
    claim.release();
    const second = processor.processPayment(key, values().payload());
    await idle();
    expect(ending(second), 'how the second call stands').toBe('PAYLOAD_MISMATCH');
    claim.release();
    await paid(first);
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P5', 'a call that was refused elsewhere never gets the response of another payload', async () => {
    if (!(await paysExpired())) return;
    const { processors, provider, store, clock, idle } = await openPayments({
      processors: 3,
      ttlMs: 1_000,
      config: { attemptTimeoutMs: 1e6 },
    });
    provider.script({ kind: 'hold' });
    const key = values().key();
    const payload = values().payload();
    const slow = at(processors, 0, 'processor').processPayment(key, payload);
    await idle();
    store.next('get', { kind: 'hold' });
    const reading = at(processors, 1, 'processor').processPayment(key, payload);
    await idle();
    const read = store.callsOf('get').find(({ isHeld }) => isHeld);
    // Who reads nothing has nothing to confuse.
    if (read === undefined) return;
    await clock.advance(1_000);
    const response = await paid(at(processors, 2, 'processor').processPayment(key, values().payload()));
    read.release();
    await idle();
    // How such a call is refused is the rule of payments under way elsewhere.
    const got = ending(reading) === 'resolved' ? await paid(reading) : undefined;
    expect(got, 'response to the call with the first payload').not.toEqual(response);
    at(provider.charges, 0, 'charge').answer({ kind: 'approve' });
    await settled([slow]);
  });

  rule('P5', 'another payload is paid when the claim of the call in flight comes to nothing', async () => {
    if (!(await givesUpWithoutStore())) return;
    const { processor, provider, store, idle } = await openPayments();
    store.next('insertPending', { kind: 'hold' });
    const key = values().key();
    const payload = values().payload();
    const first = processor.processPayment(key, values().payload());
    await idle();
    const second = processor.processPayment(key, payload);
    await idle();
    at(store.callsOf('insertPending'), 0, 'claim').release(otherError());
    await settled([first]);
    await paid(second);
    expect(ending(first), 'end of the first call').not.toBe('resolved');
    expect(
      provider.charges.map((charge) => charge.payload),
      'payloads charged',
    ).toEqual([payload]);
  });
});
