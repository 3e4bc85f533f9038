import { describe, expect } from 'vitest';
import { networkError, otherError } from '../../../grader/judge/errors.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { ARRIVALS } from './scenarios/arrivals.ts';
import { callElsewhere } from './scenarios/called-elsewhere.ts';
import { at, paid, refused, settled, times } from './scenarios/outcomes.ts';
import {
  givesUpWithoutStore,
  refusesElsewhere,
  replays,
  startsAfresh,
  triesAgainAfter,
} from './scenarios/taken-for-granted.ts';

const UNDER_WAY = ARRIVALS.filter(
  ({ name }) => !['in the same turn', 'while the claim is not answered'].includes(name),
);

describe('payments under way elsewhere', () => {
  for (const arrival of UNDER_WAY) {
    rule('P4', `a call at another processor ${arrival.name} is refused at once`, async () => {
      const payments = await openPayments({ processors: 2 });
      const { processor, processors, provider, clock } = payments;
      const finish = { kind: 'approve', response: values().response() } as const;
      arrival.prepare(payments, finish);
      const key = values().key();
      const payload = values().payload();
      const first = processor.processPayment(key, payload);
      await arrival.reach(payments);
      if (arrival.isMissed?.(payments, first) === true) return;
      const charges = provider.charges.length;
      const asked = clock.now();
      const second = at(processors, 1, 'processor').processPayment(key, payload);
      await payments.idle();
      expect(second.state, 'state of the other call before time goes on').toBe('rejected');
      await refused(second, 'IN_PROGRESS');
      expect(second.settledAt, 'when the other call settled').toBe(asked);
      expect(provider.charges.length, 'calls of the provider').toBe(charges);
      arrival.finish(payments, finish);
      expect(await paid(first), 'response of the payment under way').toEqual(finish.response);
    });
  }

  rule(
    'P4',
    'a call at another processor with the very same store, provider and clock is refused at once',
    async () => {
      const { second, provider, finish } = await callElsewhere({ sameObjects: true });
      expect(second.state, 'state of the other call while the first is under way').toBe('rejected');
      await refused(second, 'IN_PROGRESS');
      await finish();
      expect(provider.charges.length, 'calls of the provider').toBe(1);
    },
  );

  for (const seconds of [1, 60]) {
    rule('P4', `a refused call leaves nothing behind that polls in the next ${seconds} s`, async () => {
      const { processors, provider, clock, sleeps, store, idle } = await openPayments({
        processors: 2,
        config: { attemptTimeoutMs: 600_000 },
      });
      provider.script({ kind: 'hold' });
      const key = values().key();
      const payload = values().payload();
      const first = at(processors, 0, 'processor').processPayment(key, payload);
      await idle();
      const sleeping = sleeps().filter((sleep) => sleep.state === 'sleeping').length;
      await refused(at(processors, 1, 'processor').processPayment(key, payload), 'IN_PROGRESS');
      const storeCalls = store.calls.length;
      expect(sleeps().filter((sleep) => sleep.state === 'sleeping').length, 'sleepers').toBe(sleeping);
      await clock.advance(seconds * 1_000);
      expect(store.calls.length - storeCalls, 'later store calls').toBe(0);
      expect(provider.charges.length, 'calls of the provider').toBe(1);
      at(provider.charges, 0, 'charge').answer({ kind: 'approve' });
      await paid(first);
    });
  }

  for (const callers of [2, 10, 50]) {
    rule('P4', `${callers} overlapping calls of a payment under way elsewhere are all refused`, async () => {
      const { processors, provider, idle } = await openPayments({ processors: 2 });
      provider.script({ kind: 'hold' });
      const key = values().key();
      const payload = values().payload();
      const first = at(processors, 0, 'processor').processPayment(key, payload);
      await idle();
      const others = times(callers, () => at(processors, 1, 'processor').processPayment(key, payload));
      for (const call of others) await refused(call, 'IN_PROGRESS');
      expect(provider.charges.length, 'calls of the provider').toBe(1);
      at(provider.charges, 0, 'charge').answer({ kind: 'approve' });
      await paid(first);
    });
  }

  rule('P4', 'of five processors called in one turn one pays and four refuse', async () => {
    const { processors, provider } = await openPayments({ processors: 5 });
    provider.otherwise({ kind: 'approve', afterMs: 300 });
    const key = values().key();
    const payload = values().payload();
    const calls = processors.map((processor) => processor.processPayment(key, payload));
    await settled(calls);
    const refusals = calls.filter((call) => call.state === 'rejected');
    expect(refusals.length, 'refused calls').toBe(4);
    for (const call of refusals) await refused(call, 'IN_PROGRESS');
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P3', 'a call after a refusal starts afresh: it replays once the other one has succeeded', async () => {
    if (!(await refusesElsewhere()) || !(await replays())) return;
    const { processors, provider, idle } = await openPayments({ processors: 2 });
    provider.script({ kind: 'hold' });
    const key = values().key();
    const payload = values().payload();
    const first = at(processors, 0, 'processor').processPayment(key, payload);
    await idle();
    const other = at(processors, 1, 'processor');
    await refused(other.processPayment(key, payload), 'IN_PROGRESS');
    at(provider.charges, 0, 'charge').answer({ kind: 'approve' });
    const response = await paid(first);
    expect(await paid(other.processPayment(key, payload)), 'the replayed response').toEqual(response);
  });

  rule('P3', 'a call after a refusal starts afresh: it pays once the other one has failed', async () => {
    if (!(await refusesElsewhere())) return;
    if (!(await triesAgainAfter(otherError()))) return;
    const { processors, provider, idle } = await openPayments({ processors: 2 });
    provider.script({ kind: 'hold' });
    const key = values().key();
    const payload = values().payload();
    const first = at(processors, 0, 'processor').processPayment(key, payload);
    await idle();
    const other = at(processors, 1, 'processor');
    await refused(other.processPayment(key, payload), 'IN_PROGRESS');
    at(provider.charges, 0, 'charge').answer({ kind: 'fail', error: otherError() });
    await settled([first]);
    await paid(other.processPayment(key, payload));
    expect(provider.charges.length, 'calls of the provider').toBe(2);
  });

  rule('P4', 'a claim whose answer was lost is under way for nobody, and refused', async () => {
    if (!(await givesUpWithoutStore())) return;
    const { processors, provider, store } = await openPayments({ processors: 2 });
    store.next('insertPending', { kind: 'after', error: networkError() });
    const key = values().key();
    const payload = values().payload();
    await settled([at(processors, 0, 'processor').processPayment(key, payload)]);
    const other = at(processors, 1, 'processor');
    await refused(other.processPayment(key, payload), 'IN_PROGRESS');
    expect(provider.charges.length, 'calls of the provider').toBe(0);
    await paid(other.processPayment(values().key(), payload));
  });

  rule('P4', 'a claim whose answer was lost is refused as long as its record lives', async () => {
    if (!(await givesUpWithoutStore())) return;
    const ttlMs = 30 * 86_400_000;
    const { processors, provider, store, clock } = await openPayments({ processors: 2, ttlMs });
    store.next('insertPending', { kind: 'after', error: networkError() });
    const key = values().key();
    const payload = values().payload();
    await settled([at(processors, 0, 'processor').processPayment(key, payload)]);
    const other = at(processors, 1, 'processor');
    for (const waitMs of [7_200_000, ttlMs - 7_200_001]) {
      await clock.advance(waitMs);
      await refused(other.processPayment(key, payload), 'IN_PROGRESS');
    }
    expect(provider.charges.length, 'calls of the provider').toBe(0);
    await paid(other.processPayment(values().key(), payload));
  });

  rule('P4', 'a claim whose answer was lost is under way for its own processor neither', async () => {
    if (!(await givesUpWithoutStore()) || !(await startsAfresh())) return;
    const { processor, provider, store } = await openPayments();
    store.next('insertPending', { kind: 'after', error: networkError() });
    const key = values().key();
    const payload = values().payload();
    await settled([processor.processPayment(key, payload)]);
    await refused(processor.processPayment(key, payload), 'IN_PROGRESS');
    expect(provider.charges.length, 'calls of the provider').toBe(0);
  });

  for (const outcome of ['success', 'failure'] as const) {
    rule('P4', `a payment whose ${outcome} could not be recorded is refused by its own processor too`, async () => {
      if (!(await startsAfresh())) return;
      const { processor, provider, store } = await openPayments();
      store.next('updateStatus', { kind: 'before', error: otherError() }, 9);
      provider.script(outcome === 'success' ? { kind: 'approve' } : { kind: 'fail', error: otherError() });
      const key = values().key();
      const payload = values().payload();
      await settled([processor.processPayment(key, payload)]);
      const charges = provider.charges.length;
      await refused(processor.processPayment(key, payload), 'IN_PROGRESS');
      expect(provider.charges.length, 'calls of the provider').toBe(charges);
    });

    rule('P4', `a payment whose ${outcome} could not be recorded stays pending, and refused`, async () => {
      const { processors, provider, store } = await openPayments({ processors: 2 });
      store.next('updateStatus', { kind: 'before', error: otherError() }, 9);
      provider.script(outcome === 'success' ? { kind: 'approve' } : { kind: 'fail', error: otherError() });
      const key = values().key();
      const payload = values().payload();
      await settled([at(processors, 0, 'processor').processPayment(key, payload)]);
      const charges = provider.charges.length;
      const other = at(processors, 1, 'processor');
      await refused(other.processPayment(key, payload), 'IN_PROGRESS');
      expect(provider.charges.length, 'calls of the provider').toBe(charges);
      const elsewhere = await openPayments();
      await paid(elsewhere.processor.processPayment(key, payload));
    });
  }

  rule('P4', 'ten keys under way at one processor are refused by the other, an eleventh is paid there', async () => {
    const { processors, provider, idle } = await openPayments({ processors: 2 });
    provider.script(...times(10, () => ({ kind: 'hold' }) as const));
    const payload = values().payload();
    const keys = times(10, () => values().key());
    const first = keys.map((key) => at(processors, 0, 'processor').processPayment(key, payload));
    await idle();
    const other = at(processors, 1, 'processor');
    for (const call of keys.map((key) => other.processPayment(key, payload))) await refused(call, 'IN_PROGRESS');
    await paid(other.processPayment(values().key(), payload));
    expect(provider.charges.length, 'calls of the provider').toBe(11);
    for (const charge of provider.charges.slice(0, 10)) charge.answer({ kind: 'approve' });
    for (const call of first) await paid(call);
  });
});
