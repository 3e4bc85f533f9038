import { describe, expect } from 'vitest';
import { networkError, otherError, theVery } from '../../../grader/judge/errors.ts';
import { openPayments, type PaymentsOptions } from '../../../grader/judge/open-payments.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { ARRIVALS } from './scenarios/arrivals.ts';
import { at, ending, paid, refused, refusedFor, settled, times } from './scenarios/outcomes.ts';

const TTL_MS = 10_000;
const OWN: PaymentsOptions = { store: 'own', processors: 2, ttlMs: TTL_MS };

describe('overlapping calls on the own store', () => {
  for (const processors of [1, 2, 4]) {
    for (const callers of [1, 5, 25]) {
      rule('W1', `${callers} calls at each of ${processors} processors make one payment`, async () => {
        const payments = await openPayments({ ...OWN, processors });
        const response = values().response();
        payments.provider.otherwise({ kind: 'approve', response, afterMs: 20 });
        const key = values().key();
        const payload = values().payload();
        const groups = payments.processors.map((one) => times(callers, () => one.processPayment(key, payload)));
        await settled(groups.flat());
        const ends = groups.map((group) => [...new Set(group.map(ending))].join());
        const refusals = times(processors - 1, () => 'IN_PROGRESS');
        expect(ends.sort(), 'how the calls of each processor ended').toEqual([...refusals, 'resolved']);
        for (const one of payments.processors) {
          expect(await paid(one.processPayment(key, payload)), 'the replayed response').toEqual(response);
        }
        expect(payments.provider.charges.length, 'calls of the provider').toBe(1);
      });
    }
  }

  for (const payloads of [2, 3, 10]) {
    rule('W1', `${payloads} payloads under one key at two processors: one of them is paid`, async () => {
      const { processors, provider } = await openPayments(OWN);
      provider.otherwise({ kind: 'approve', afterMs: 20 });
      const key = values().key();
      const asked = times(payloads, () => values().payload());
      const calls = asked.map((payload, index) => at(processors, index % 2, 'processor').processPayment(key, payload));
      await settled(calls);
      const refusals = times(payloads - 1, () => 'PAYLOAD_MISMATCH');
      expect(calls.map(ending).sort(), 'ends of the calls').toEqual([...refusals, 'resolved']);
      const winner = asked[calls.findIndex((call) => call.state === 'resolved')];
      expect(
        provider.charges.map((charge) => charge.payload),
        'payloads charged',
      ).toEqual([winner]);
    });
  }

  for (const keys of [10, 20]) {
    rule('W1', `${keys} keys, each called three times at both processors, make ${keys} payments`, async () => {
      const { processors, provider } = await openPayments(OWN);
      provider.otherwise({ kind: 'approve', afterMs: 20 });
      const names = times(keys, () => values().key());
      const todo = names.flatMap((key) => [...processors, ...processors, ...processors].map((one) => ({ key, one })));
      const calls = values()
        .shuffled(todo)
        .map(({ key, one }) => one.processPayment(key, key));
      await settled(calls);
      expect(calls.filter((call) => call.state === 'resolved').length, 'calls that resolve').toBe(3 * keys);
      expect(calls.filter((call) => ending(call) === 'IN_PROGRESS').length, 'refused calls').toBe(3 * keys);
      expect(provider.charges.map((charge) => charge.payload).sort(), 'payloads charged').toEqual([...names].sort());
    });
  }

  for (const arrival of ARRIVALS) {
    rule('W1', `callers ${arrival.name} join here and are turned away there`, async () => {
      const payments = await openPayments(OWN);
      const { processors, provider, idle } = payments;
      const finish = { kind: 'approve', response: values().response() } as const;
      arrival.prepare(payments, finish);
      const [here, there] = [at(processors, 0, 'processor'), at(processors, 1, 'processor')];
      const key = values().key();
      const payload = values().payload();
      const calls = [here.processPayment(key, payload)];
      await arrival.reach(payments);
      calls.push(...times(3, () => here.processPayment(key, payload)));
      if (arrival.name !== 'in the same turn') await idle();
      // Who gets the key is open until a claim is answered, among calls of one turn too.
      const owned = arrival.name !== 'while the claim is not answered' && arrival.name !== 'in the same turn';
      const others = owned ? [there.processPayment(key, payload)] : [];
      const mismatches = owned ? [there.processPayment(key, values().payload())] : [];
      for (const call of others) await refused(call, 'IN_PROGRESS');
      for (const call of mismatches) await refused(call, 'PAYLOAD_MISMATCH');
      arrival.finish(payments, finish);
      for (const call of calls) expect(await paid(call), 'response of a caller').toEqual(finish.response);
      expect(await paid(there.processPayment(key, payload)), 'the replay there').toEqual(finish.response);
      expect(provider.charges.length, 'calls of the provider').toBe(arrival.charges);
    });
  }
});

describe('trouble on the own store', () => {
  for (const [theirs, status] of [
    [{ kind: 'hold' }, 'open'],
    [{ kind: 'approve' }, 'resolved'],
    [{ kind: 'fail', error: otherError() }, 'PROVIDER_FAULT'],
  ] as const) {
    rule('W1', `an owner that wakes up after its key expired leaves the new claim alone: ${status}`, async () => {
      const { processors, provider, clock, idle, unrecorded } = await openPayments({
        ...OWN,
        config: { maxAttempts: 1, attemptTimeoutMs: 10 * TTL_MS },
      });
      provider.script({ kind: 'hold' }, theirs);
      const key = values().key();
      const payload = values().payload();
      const first = at(processors, 0, 'processor').processPayment(key, payload);
      await clock.advance(TTL_MS + 1);
      const second = at(processors, 1, 'processor').processPayment(key, payload);
      await idle();
      const response = values().response();
      at(provider.charges, 0, 'charge').answer({ kind: 'approve', response });
      expect(await paid(first), 'response of the late payment').toEqual(response);
      const { paymentId } = at(provider.charges, 0, 'charge');
      expect(unrecorded(), 'reports').toMatchObject([{ key, paymentId, status: 'completed' }]);
      expect(ending(second), 'how the other call stands').toBe(status);
      if (status === 'open') {
        await refused(at(processors, 0, 'processor').processPayment(key, payload), 'IN_PROGRESS');
        at(provider.charges, 1, 'charge').answer({ kind: 'approve' });
        await paid(second);
      }
      const third = await paid(at(processors, 0, 'processor').processPayment(key, payload));
      if (status !== 'PROVIDER_FAULT') expect(third, 'the replayed response').toEqual(await paid(second));
      expect(provider.charges.length, 'calls of the provider').toBe(status === 'PROVIDER_FAULT' ? 3 : 2);
    });
  }

  for (const outcome of ['success', 'failure'] as const) {
    rule('W1', `a ${outcome} that cannot be recorded keeps the key pending until it expires`, async () => {
      const { processors, provider, store, clock, unrecorded } = await openPayments(OWN);
      const error = networkError('store');
      store.next('updateStatus', { kind: 'before', error });
      const fault = otherError();
      provider.script(outcome === 'success' ? { kind: 'approve' } : { kind: 'fail', error: fault });
      const key = values().key();
      const payload = values().payload();
      const first = at(processors, 0, 'processor').processPayment(key, payload);
      if (outcome === 'success') await paid(first);
      else await refusedFor(first, 'PROVIDER_FAULT', theVery(fault));
      expect(unrecorded(), 'reports').toMatchObject([{ key, cause: theVery(error) }]);
      for (const processor of processors) await refused(processor.processPayment(key, payload), 'IN_PROGRESS');
      await clock.advance(TTL_MS);
      await paid(at(processors, 1, 'processor').processPayment(key, payload));
      expect(provider.charges.length, 'calls of the provider').toBe(2);
    });
  }

  for (const callers of [1, 10]) {
    rule('W1', `${callers} callers who could not claim can pay when the store is back`, async () => {
      const { processors, provider, store } = await openPayments(OWN);
      const error = networkError('store');
      store.next('insertPending', { kind: 'before', error });
      const key = values().key();
      const payload = values().payload();
      const calls = times(callers, () => at(processors, 0, 'processor').processPayment(key, payload));
      for (const call of calls) await refusedFor(call, 'STORE_UNAVAILABLE', theVery(error));
      const response = await paid(at(processors, 0, 'processor').processPayment(key, payload));
      expect(await paid(at(processors, 1, 'processor').processPayment(key, payload)), 'the replay').toEqual(response);
      expect(provider.charges.length, 'calls of the provider').toBe(1);
    });
  }

  for (const abortable of [false, true]) {
    rule(
      'W1',
      `timeouts of ${abortable ? 'an obedient' : 'a deaf'} provider fail the key, then it is paid`,
      async () => {
        const config = { maxAttempts: 2, attemptTimeoutMs: 500 };
        const { processors, provider, sleeps, unhandled } = await openPayments({ ...OWN, abortable, config });
        provider.script({ kind: 'hold' }, { kind: 'hold' }, { kind: 'hold' });
        const key = values().key();
        const payload = values().payload();
        await refused(at(processors, 0, 'processor').processPayment(key, payload), 'RETRIES_EXHAUSTED');
        const response = await paid(at(processors, 1, 'processor').processPayment(key, payload));
        expect(await paid(at(processors, 0, 'processor').processPayment(key, payload)), 'the replay').toEqual(response);
        expect(provider.charges.length, 'calls of the provider').toBe(4);
        expect(new Set(provider.charges.map((charge) => charge.paymentId)).size, 'payment ids').toBe(1);
        expect(sleeps().filter((sleep) => sleep.state === 'sleeping').length, 'sleepers left behind').toBe(0);
        expect(unhandled(), 'rejections that nobody handles').toEqual([]);
      },
    );
  }
});
