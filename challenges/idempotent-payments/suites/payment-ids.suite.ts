import { describe, expect } from 'vitest';
import { networkError, otherError } from '../../../grader/judge/errors.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import type { ScriptedProvider } from '../../../grader/judge/scripted-provider.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { failing } from './scenarios/attempts.ts';
import { BAD_ENDINGS, failAll, recover } from './scenarios/endings.ts';
import { at, paid, settled, times } from './scenarios/outcomes.ts';
import { givesUpWithoutStore, paysExpired, startsAfresh, triesAgainAfter } from './scenarios/taken-for-granted.ts';

/** The different payment ids that the provider has seen, in order. */
function idsAt(provider: ScriptedProvider): unknown[] {
  return [...new Set(provider.charges.map((charge) => charge.paymentId))];
}

describe('payment ids', () => {
  for (const failed of [1, 2, 3, 9]) {
    rule('P8', `${failed + 1} attempts go out under one payment id, the record's`, async () => {
      const { processor, provider, store } = await openPayments({ config: { maxAttempts: failed + 3 } });
      provider.script(...times(failed, () => failing('N')));
      const key = values().key();
      await paid(processor.processPayment(key, values().payload()));
      expect(provider.charges.length, 'calls of the provider').toBeGreaterThan(1);
      expect(idsAt(provider), 'payment ids at the provider').toEqual([store.model?.record(key)?.paymentId]);
    });
  }

  for (const failure of ['L', 'S'] as const) {
    const what = failure === 'L' ? 'a lost answer' : 'a throw at the call';
    rule('P8', `the attempt after ${what} keeps the payment id: money moves once`, async () => {
      const { processor, provider } = await openPayments();
      provider.script(failing(failure));
      await paid(processor.processPayment(values().key(), values().payload()));
      expect(provider.charges.length, 'calls of the provider').toBe(2);
      expect(idsAt(provider).length, 'payment ids at the provider').toBe(1);
      expect(provider.moved.length, 'payments for which money has moved').toBe(1);
    });
  }

  for (const ending of BAD_ENDINGS) {
    rule('P8', `the payment id survives ${ending.name} when another processor tries again`, async () => {
      if (!(await triesAgainAfter(ending.error()))) return;
      const { processors, provider } = await openPayments({ processors: 2 });
      failAll(provider, ending);
      const key = values().key();
      const payload = values().payload();
      await settled([at(processors, 0, 'processor').processPayment(key, payload)]);
      recover(provider);
      await paid(at(processors, 1, 'processor').processPayment(key, payload));
      expect(provider.charges.length, 'calls of the provider').toBeGreaterThan(1);
      expect(idsAt(provider).length, 'payment ids at the provider').toBe(1);
    });

    rule('P8', `the payment id survives ${ending.name} when its own processor tries again`, async () => {
      if (!(await triesAgainAfter(ending.error()))) return;
      const { processor, provider } = await openPayments({ config: { maxAttempts: 1 } });
      failAll(provider, ending);
      const key = values().key();
      const payload = values().payload();
      for (let failures = 1; failures <= 2; failures += 1) await settled([processor.processPayment(key, payload)]);
      recover(provider);
      await paid(processor.processPayment(key, payload));
      expect(provider.charges.length, 'calls of the provider').toBeGreaterThan(2);
      expect(idsAt(provider).length, 'payment ids at the provider').toBe(1);
    });
  }

  rule('P8', 'five failed calls at five processors and a sixth that succeeds share one payment id', async () => {
    if (!(await triesAgainAfter(networkError()))) return;
    const { processors, provider, store } = await openPayments({ processors: 6, config: { maxAttempts: 1 } });
    provider.otherwise({ kind: 'fail', error: networkError() });
    const key = values().key();
    const payload = values().payload();
    for (const processor of processors.slice(0, 5)) await settled([processor.processPayment(key, payload)]);
    recover(provider);
    await paid(at(processors, 5, 'processor').processPayment(key, payload));
    expect(provider.charges.length, 'calls of the provider').toBeGreaterThan(5);
    expect(idsAt(provider), 'payment ids at the provider').toEqual([store.model?.record(key)?.paymentId]);
  });

  rule('P8', 'money that moved unseen in a failed call is not moved again by the next one', async () => {
    if (!(await triesAgainAfter(networkError()))) return;
    const { processors, provider } = await openPayments({ processors: 2, config: { maxAttempts: 2 } });
    provider.otherwise({ kind: 'fail', error: networkError(), moved: true });
    const key = values().key();
    const payload = values().payload();
    await settled([at(processors, 0, 'processor').processPayment(key, payload)]);
    recover(provider);
    await paid(at(processors, 1, 'processor').processPayment(key, payload));
    expect(provider.charges.length, 'calls of the provider').toBeGreaterThan(1);
    expect(provider.moved.length, 'payments for which money has moved').toBe(1);
  });

  for (const keys of [2, 100, 1_000]) {
    rule('P8', `${keys} keys have ${keys} payment ids, though the payload is the same`, async () => {
      const { processor, provider } = await openPayments();
      const payload = values().payload();
      const calls = times(keys, () => processor.processPayment(values().key(), payload));
      for (const call of calls) await paid(call);
      expect(idsAt(provider).length, 'payment ids at the provider').toBe(keys);
    });
  }

  for (const [where, keys] of [
    ['before them', ['0x', '0y', ...times(7, (index) => `between ${index}`), 'x', 'y']],
    ['behind them', ['x1', ...times(9, (index) => `between ${index}`), 'x']],
  ] as const) {
    rule('P8', `keys whose digits could be those of a number ${where} have different payment ids`, async () => {
      const { processor, provider } = await openPayments();
      const payload = values().payload();
      for (const key of keys) await paid(processor.processPayment(key, payload));
      expect(idsAt(provider).length, 'payment ids at the provider').toBe(keys.length);
    });
  }

  rule('P8', 'two processors give different payment ids to different keys', async () => {
    const { processors, provider } = await openPayments({ processors: 2 });
    const payload = values().payload();
    for (let round = 1; round <= 5; round += 1) {
      for (const processor of processors) await paid(processor.processPayment(values().key(), payload));
    }
    expect(idsAt(provider).length, 'payment ids at the provider').toBe(10);
  });

  rule('P8', 'one key at two stores has two payment ids', async () => {
    const [one, other] = [await openPayments(), await openPayments()];
    const key = values().key();
    const payload = values().payload();
    await paid(one.processor.processPayment(key, payload));
    await paid(other.processor.processPayment(key, payload));
    expect(idsAt(other.provider), 'payment ids at the second provider').not.toEqual(idsAt(one.provider));
  });

  rule('P8', 'a claim whose answer was lost and the one after its expiry have different payment ids', async () => {
    if (!(await givesUpWithoutStore()) || !(await startsAfresh())) return;
    const { processor, store, clock } = await openPayments({ ttlMs: 1_000 });
    store.next('insertPending', { kind: 'after', error: otherError() });
    const key = values().key();
    const payload = values().payload();
    await settled([processor.processPayment(key, payload)]);
    const first = store.model?.record(key)?.paymentId;
    expect(first, 'payment id of the first record').toBeDefined();
    await clock.advance(1_000);
    await settled([processor.processPayment(key, payload)]);
    expect(store.model?.record(key)?.paymentId, 'payment id of the second record').not.toBe(first);
  });

  for (const ending of [undefined, ...BAD_ENDINGS.slice(0, 2)]) {
    const what = ending === undefined ? 'a success' : ending.name;
    rule('P8', `an expired key gets a new payment id at its own processor after ${what}`, async () => {
      const { processor, provider, clock } = await openPayments({ ttlMs: 1_000 });
      if (ending !== undefined) failAll(provider, ending);
      const key = values().key();
      const payload = values().payload();
      await settled([processor.processPayment(key, payload)]);
      const charges = provider.charges.length;
      expect(charges, 'calls of the provider before the key expires').toBeGreaterThan(0);
      await clock.advance(1_000);
      recover(provider);
      await settled([processor.processPayment(key, payload)]);
      // That it is charged again is the rule of expired keys.
      if (provider.charges.length > charges) expect(idsAt(provider).length, 'payment ids at the provider').toBe(2);
    });

    rule('P8', `an expired key gets a new payment id after ${what}`, async () => {
      if (!(await paysExpired())) return;
      const { processors, provider, clock } = await openPayments({ processors: 2, ttlMs: 1_000 });
      if (ending !== undefined) failAll(provider, ending);
      const key = values().key();
      const payload = values().payload();
      await settled([at(processors, 0, 'processor').processPayment(key, payload)]);
      await clock.advance(1_000);
      recover(provider);
      await paid(at(processors, 1, 'processor').processPayment(key, payload));
      expect(provider.charges.length, 'calls of the provider').toBeGreaterThan(1);
      expect(idsAt(provider).length, 'payment ids at the provider').toBe(2);
    });
  }
});
