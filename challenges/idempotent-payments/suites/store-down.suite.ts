import { describe, expect } from 'vitest';
import type { ThrowSpec } from '../../../grader/wire/messages.ts';
import {
  declinedError,
  errorCausedBy,
  idempotencyError,
  networkError,
  otherError,
  theVery,
  thrownValue,
} from '../../../grader/judge/errors.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';
import { at, paid, refusedFor, settled, times } from './scenarios/outcomes.ts';
import { paysExpired } from './scenarios/taken-for-granted.ts';

const CAUSES: readonly (readonly [name: string, error: () => ThrowSpec])[] = [
  ['an Error', () => otherError('connection refused')],
  ['a NetworkError', () => networkError()],
  ['a DeclinedError', () => declinedError()],
  ['an IdempotencyError', () => idempotencyError('NOT_FOUND', 'k')],
  ['an Error that has a cause', () => errorCausedBy(otherError('connection refused'))],
  ['a PaymentError', () => ({ class: 'PaymentError', args: ['IN_PROGRESS', 'of the store'], handle: 'thrown:store' })],
  ['a string', () => thrownValue('down')],
  ['undefined', () => thrownValue(undefined)],
  ['null', () => thrownValue(null)],
  ['an object', () => thrownValue({ outcome: 'inserted' })],
];

describe('a store that is down', () => {
  for (const [name, make] of CAUSES) {
    for (const kind of ['before', 'after'] as const) {
      const what = kind === 'before' ? 'refused with' : 'taken and answered with';
      rule('P11', `a claim that is ${what} ${name} makes the store unavailable`, async () => {
        const { processor, provider, store } = await openPayments();
        const error = make();
        store.next('insertPending', { kind, error });
        const call = processor.processPayment(values().key(), values().payload());
        await refusedFor(call, 'STORE_UNAVAILABLE', theVery(error));
        expect(provider.charges.length, 'calls of the provider').toBe(0);
        expect(call.settledAt, 'when the call settled').toBe(START);
        await paid(processor.processPayment(values().key(), values().payload()));
      });
    }

    rule('P11', `after a claim that was refused with ${name} the key is usable`, async () => {
      const { processors, provider, store } = await openPayments({ processors: 2 });
      store.next('insertPending', { kind: 'before', error: make() });
      const key = values().key();
      const payload = values().payload();
      await settled([at(processors, 0, 'processor').processPayment(key, payload)]);
      const response = values().response();
      provider.script({ kind: 'approve', response });
      const second = at(processors, 1, 'processor').processPayment(key, payload);
      expect(await paid(second), 'response when the store is back').toEqual(response);
      expect(provider.charges.length, 'calls of the provider').toBe(1);
      expect(store.model?.record(key), 'the record').toMatchObject({ status: 'completed' });
    });
  }

  for (const code of ['EXPIRED', 'STALE_CLAIM', 'ALREADY_FINAL']) {
    rule('P11', `a claim that is refused with ${code} makes the store unavailable`, async () => {
      const { processor, provider, store } = await openPayments();
      const key = values().key();
      const error = idempotencyError(code, key);
      store.next('insertPending', { kind: 'before', error });
      await refusedFor(processor.processPayment(key, values().payload()), 'STORE_UNAVAILABLE', theVery(error));
      expect(provider.charges.length, 'calls of the provider').toBe(0);
    });
  }

  for (const callers of [2, 10, 50]) {
    rule('P11', `${callers} overlapping calls all hear that the store is down`, async () => {
      const { processor, provider, store } = await openPayments();
      await paid(processor.processPayment(values().key(), values().payload()));
      const error = otherError();
      store.next('insertPending', { kind: 'before', error }, callers);
      const key = values().key();
      const payload = values().payload();
      const calls = times(callers, () => processor.processPayment(key, payload));
      for (const call of calls) await refusedFor(call, 'STORE_UNAVAILABLE', theVery(error));
      expect(provider.charges.length, 'calls of the provider').toBe(1);
    });
  }

  rule('P11', 'a store that fails at five processors is reported by each of them', async () => {
    const { processors, provider, store } = await openPayments({ processors: 6 });
    const key = values().key();
    const payload = values().payload();
    for (const [round, processor] of processors.slice(0, 5).entries()) {
      const error = otherError(`failure ${round}`);
      store.next('insertPending', { kind: 'before', error });
      await refusedFor(processor.processPayment(key, payload), 'STORE_UNAVAILABLE', theVery(error));
    }
    await paid(at(processors, 5, 'processor').processPayment(key, payload));
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P11', 'a store that failed twenty times on end is usable as soon as it works', async () => {
    const { processor, provider, store } = await openPayments();
    for (let failure = 1; failure <= 20; failure += 1) {
      const error = otherError(`failure ${failure}`);
      store.next('insertPending', { kind: 'before', error });
      const call = processor.processPayment(values().key(), values().payload());
      await refusedFor(call, 'STORE_UNAVAILABLE', theVery(error));
    }
    const call = processor.processPayment(values().key(), values().payload());
    await paid(call);
    expect(call.settledAt, 'when the payment settled').toBe(START);
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P11', 'a store that refuses after a long wait is unavailable', async () => {
    const { processor, provider, store, clock } = await openPayments();
    store.next('insertPending', { kind: 'hold' });
    const call = processor.processPayment(values().key(), values().payload());
    await clock.advance(60_000);
    expect(call.state, 'state of the call while the store is silent').toBe('open');
    const error = otherError('gateway timeout');
    at(store.callsOf('insertPending'), 0, 'claim').release(error);
    await refusedFor(call, 'STORE_UNAVAILABLE', theVery(error));
    expect(provider.charges.length, 'calls of the provider').toBe(0);
    await paid(processor.processPayment(values().key(), values().payload()));
  });

  rule('P11', 'a store that is down for one key is not down for the others', async () => {
    const { processor, provider, store, idle } = await openPayments();
    const error = otherError();
    store.next('insertPending', { kind: 'before', error });
    const keys = times(4, () => values().key());
    const calls = keys.map((key) => processor.processPayment(key, values().payload()));
    await idle();
    // Which of them reaches the store first is nobody's business.
    const refused = store.callsOf('insertPending').find(({ outcome }) => outcome === 'broken');
    for (const [index, call] of calls.entries()) {
      if (keys[index] === refused?.args[0]) await refusedFor(call, 'STORE_UNAVAILABLE', theVery(error));
      else await paid(call);
    }
    expect(provider.charges.length, 'calls of the provider').toBe(3);
  });

  rule('P11', 'a refused claim is neither settled nor reported', async () => {
    const { processor, store, unrecorded } = await openPayments();
    const error = otherError();
    store.next('insertPending', { kind: 'before', error });
    await refusedFor(processor.processPayment(values().key(), values().payload()), 'STORE_UNAVAILABLE', theVery(error));
    expect(store.callsOf('updateStatus').length, 'calls of updateStatus').toBe(0);
    expect(unrecorded(), 'reports of unrecorded outcomes').toEqual([]);
    await paid(processor.processPayment(values().key(), values().payload()));
  });

  rule('P11', 'a claim that was taken but never answered frees the key when it expires', async () => {
    if (!(await paysExpired())) return;
    const { processors, provider, store, clock } = await openPayments({ processors: 2, ttlMs: 2_000 });
    const error = networkError();
    store.next('insertPending', { kind: 'after', error });
    const key = values().key();
    const payload = values().payload();
    const first = at(processors, 0, 'processor').processPayment(key, payload);
    await refusedFor(first, 'STORE_UNAVAILABLE', theVery(error));
    await clock.advance(2_000);
    await paid(at(processors, 1, 'processor').processPayment(key, payload));
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });
});
