import { describe, expect } from 'vitest';
import { declinedError, networkError, otherError, thrownValue } from '../../../grader/judge/errors.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import type { Answer } from '../../../grader/judge/scripted-provider.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { failing } from './scenarios/attempts.ts';
import { BAD_ENDINGS, failAll, recover } from './scenarios/endings.ts';
import { at, ending, paid, settled, times } from './scenarios/outcomes.ts';
import { timesOut, triesAgainAfter } from './scenarios/taken-for-granted.ts';

// Most later calls go to another processor: that the same one starts afresh is the rule of joining.
describe('failed payments', () => {
  for (const bad of BAD_ENDINGS) {
    rule('P9', `${bad.name} is settled as failed, once`, async () => {
      const { processor, provider, store } = await openPayments();
      failAll(provider, bad);
      const key = values().key();
      const call = processor.processPayment(key, values().payload());
      await settled([call]);
      expect(call.state, 'state of the call').toBe('rejected');
      expect(store.model?.record(key)?.status, 'status of the record').toBe('failed');
      expect(store.callsOf('updateStatus').length, 'calls of updateStatus').toBe(1);
    });

    rule('P9', `after ${bad.name} the next call pays`, async () => {
      const { processors, provider, store } = await openPayments({ processors: 2 });
      failAll(provider, bad);
      const key = values().key();
      const payload = values().payload();
      await settled([at(processors, 0, 'processor').processPayment(key, payload)]);
      const response = values().response();
      provider.otherwise({ kind: 'approve', response });
      const second = at(processors, 1, 'processor').processPayment(key, payload);
      expect(await paid(second), 'response of the second call').toEqual(response);
      expect(store.model?.record(key), 'the record').toMatchObject({ status: 'completed' });
    });

    for (const next of BAD_ENDINGS) {
      rule('P9', `after ${bad.name} the next call can end in ${next.name}, and the one after it pays`, async () => {
        const { processors, provider, store } = await openPayments({ processors: 3 });
        failAll(provider, bad);
        const key = values().key();
        const payload = values().payload();
        await settled([at(processors, 0, 'processor').processPayment(key, payload)]);
        failAll(provider, next);
        const charges = provider.charges.length;
        await settled([at(processors, 1, 'processor').processPayment(key, payload)]);
        expect(provider.charges.length, 'calls of the provider').toBeGreaterThan(charges);
        expect(store.model?.record(key)?.status, 'status of the record').toBe('failed');
        recover(provider);
        await paid(at(processors, 2, 'processor').processPayment(key, payload));
      });
    }

    rule('P9', `after ${bad.name} the caller is answered when that is recorded, not before`, async () => {
      const { processors, provider, store, clock } = await openPayments({ processors: 2 });
      failAll(provider, bad);
      store.next('updateStatus', { kind: 'hold' });
      const key = values().key();
      const payload = values().payload();
      const call = at(processors, 0, 'processor').processPayment(key, payload);
      await clock.advance(10_000);
      expect(ending(call), 'how the call stands while its failure is being recorded').toBe('open');
      at(store.callsOf('updateStatus'), 0, 'settling').release();
      await settled([call]);
      recover(provider);
      await paid(at(processors, 1, 'processor').processPayment(key, payload));
    });
  }

  const odd: readonly (readonly [string, readonly Answer[]])[] = [
    ...[undefined, null, 0, '', false].map(
      (value) => [`a thrown ${JSON.stringify(value)}`, [{ kind: 'fail', error: thrownValue(value) }]] as const,
    ),
    ['a decline thrown at the call', [{ kind: 'throw', error: declinedError() }]],
    ['a fault thrown at the call', [{ kind: 'throw', error: otherError() }]],
    ['a decline in the second attempt', [failing('N'), { kind: 'fail', error: declinedError() }]],
    ['a fault in the third attempt', [failing('N'), failing('S'), { kind: 'fail', error: otherError() }]],
    ['a decline after a timeout', [failing('T'), { kind: 'fail', error: declinedError() }]],
    ['timeouts', [failing('T'), failing('T'), failing('T')]],
  ];
  for (const [name, answers] of odd) {
    rule('P9', `${name} is settled as failed`, async () => {
      if (!(await timesOut())) return;
      const { processor, provider, store } = await openPayments();
      provider.script(...answers);
      const key = values().key();
      const call = processor.processPayment(key, values().payload());
      await settled([call]);
      expect(provider.charges.length, 'calls of the provider').toBeGreaterThan(0);
      // What is retried and what is not are the rules of retries and of what is not retried.
      if (call.state === 'resolved' || provider.charges.length !== answers.length) return;
      expect(store.model?.record(key)?.status, 'status of the record').toBe('failed');
    });
  }

  rule('P9', 'after a timeout the caller is answered when the failure is recorded, not before', async () => {
    const { processors, provider, store, clock } = await openPayments({ processors: 2, config: { maxAttempts: 1 } });
    provider.script({ kind: 'hold' });
    store.next('updateStatus', { kind: 'hold' });
    const key = values().key();
    const payload = values().payload();
    const call = at(processors, 0, 'processor').processPayment(key, payload);
    await clock.advance(10_000);
    // That attempts time out is the rule of timeouts.
    if (at(provider.charges, 0, 'charge').abortedAt === undefined && call.state === 'open') return;
    expect(ending(call), 'how the call stands while its failure is being recorded').toBe('open');
    at(store.callsOf('updateStatus'), 0, 'settling').release();
    await settled([call]);
    await paid(at(processors, 1, 'processor').processPayment(key, payload));
  });

  rule('P9', 'at the same processor too each of eleven more calls has all attempts of its own', async () => {
    if (!(await triesAgainAfter(networkError()))) return;
    const { processor, provider } = await openPayments({ config: { maxAttempts: 3 } });
    failAll(provider, at(BAD_ENDINGS, 3, 'ending'));
    const key = values().key();
    const payload = values().payload();
    let first: unknown[] | undefined;
    for (let round = 1; round <= 12; round += 1) {
      const before = provider.charges.length;
      await settled([processor.processPayment(key, payload)]);
      const attempts = provider.charges.slice(before).map((charge) => charge.attempt);
      first ??= attempts;
      // How many attempts there are and how they are numbered is the rule of retries.
      expect(attempts, `attempts of call ${round}`).toEqual(first);
    }
  });

  rule('P9', 'a key fails at seven processors and then succeeds', async () => {
    const { processors, provider, store } = await openPayments({ processors: 8, config: { maxAttempts: 1 } });
    const key = values().key();
    const payload = values().payload();
    for (const [round, processor] of processors.slice(0, 7).entries()) {
      failAll(provider, BAD_ENDINGS[round % BAD_ENDINGS.length] ?? at(BAD_ENDINGS, 0, 'ending'));
      const charges = provider.charges.length;
      await settled([processor.processPayment(key, payload)]);
      expect(provider.charges.length, `calls of the provider in round ${round + 1}`).toBeGreaterThan(charges);
    }
    recover(provider);
    await paid(at(processors, 7, 'processor').processPayment(key, payload));
    expect(store.model?.record(key)?.status, 'status of the record').toBe('completed');
  });

  rule('P9', 'the failure of one key leaves the others alone', async () => {
    const { processor, provider, store } = await openPayments();
    const keys = times(5, () => values().key());
    provider.script({ kind: 'approve' }, { kind: 'approve' }, { kind: 'fail', error: declinedError() });
    const calls = keys.map((key) => processor.processPayment(key, values().payload()));
    await settled(calls);
    const statuses = keys.map((key) => store.model?.record(key)?.status).sort();
    expect(statuses, 'statuses of the records').toEqual([...times(4, () => 'completed'), 'failed']);
    expect(calls.filter((call) => call.state === 'resolved').length, 'calls that resolve').toBe(4);
  });
});
