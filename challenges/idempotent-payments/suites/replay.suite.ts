import { describe, expect } from 'vitest';
import { networkError } from '../../../grader/judge/errors.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { at, paid, settled, times } from './scenarios/outcomes.ts';
import { BAD_ENDINGS, failAll, recover } from './scenarios/endings.ts';
import { RESPONSES } from './scenarios/responses.ts';
import { triesAgainAfter } from './scenarios/taken-for-granted.ts';

describe('replay', () => {
  for (const [name, response] of RESPONSES) {
    for (const [where, processors] of [
      ['the same processor', 1],
      ['another processor', 2],
    ] as const) {
      rule('P2', `the response ${name} is replayed by ${where}`, async () => {
        const payments = await openPayments({ processors });
        payments.provider.script({ kind: 'approve', response });
        const key = values().key();
        const payload = values().payload();
        await paid(payments.processor.processPayment(key, payload));
        const [replayer] = [...payments.processors].reverse();
        if (replayer === undefined) throw new RangeError('at least one processor');
        expect(await paid(replayer.processPayment(key, payload)), 'the replayed response').toEqual(response);
        expect(payments.provider.charges.length, 'calls of the provider').toBe(1);
      });
    }
  }

  rule('P2', 'a payment is replayed again and again', async () => {
    const { processor, provider } = await openPayments();
    const response = values().response();
    provider.script({ kind: 'approve', response });
    const key = values().key();
    const payload = values().payload();
    for (let round = 1; round <= 10; round += 1) {
      expect(await paid(processor.processPayment(key, payload)), `response of round ${round}`).toEqual(response);
    }
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  for (const callers of [2, 10, 50]) {
    rule('P2', `${callers} overlapping calls of a completed key are all replayed`, async () => {
      const { processor, provider } = await openPayments();
      const response = values().response();
      provider.script({ kind: 'approve', response });
      const key = values().key();
      const payload = values().payload();
      await paid(processor.processPayment(key, payload));
      const calls = times(callers, () => processor.processPayment(key, payload));
      for (const call of calls) expect(await paid(call), 'a replayed response').toEqual(response);
      expect(provider.charges.length, 'calls of the provider').toBe(1);
    });
  }

  rule('P2', 'a replay takes no time, even when the provider would hang', async () => {
    const { processor, provider, clock } = await openPayments();
    const key = values().key();
    const payload = values().payload();
    const first = await paid(processor.processPayment(key, payload));
    provider.otherwise({ kind: 'hold' });
    await clock.advance(1_000);
    const before = clock.now();
    const replay = processor.processPayment(key, payload);
    expect(await paid(replay), 'the replayed response').toEqual(first);
    expect(replay.settledAt, 'when the replay settled').toBe(before);
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P2', 'a replay settles nothing', async () => {
    const { processor, store, unrecorded } = await openPayments();
    const key = values().key();
    const payload = values().payload();
    const first = await paid(processor.processPayment(key, payload));
    expect(await paid(processor.processPayment(key, payload)), 'the replayed response').toEqual(first);
    expect(store.callsOf('updateStatus').length, 'calls of updateStatus').toBe(1);
    expect(unrecorded(), 'reports of unrecorded outcomes').toEqual([]);
  });

  for (const ttlMs of [1, 1_000, 3_600_000]) {
    rule('P2', `a response is replayed in the last moment of ${ttlMs} ms of life`, async () => {
      const { processor, provider, clock } = await openPayments({ ttlMs });
      const key = values().key();
      const payload = values().payload();
      const first = await paid(processor.processPayment(key, payload));
      await clock.advance(ttlMs - 1);
      expect(await paid(processor.processPayment(key, payload)), 'the replayed response').toEqual(first);
      expect(provider.charges.length, 'calls of the provider').toBe(1);
    });
  }

  rule('P2', 'a payment that went through at its third attempt is replayed', async () => {
    const { processor, provider } = await openPayments({ config: { maxAttempts: 5 } });
    const lost = { kind: 'fail', error: networkError(), moved: true } as const;
    provider.script(lost, lost);
    const key = values().key();
    const payload = values().payload();
    const first = await paid(processor.processPayment(key, payload));
    const charges = provider.charges.length;
    expect(charges, 'charges before the replay').toBeGreaterThan(0);
    expect(await paid(processor.processPayment(key, payload)), 'the replayed response').toEqual(first);
    expect(provider.charges.length, 'calls of the provider').toBe(charges);
  });

  for (const ending of BAD_ENDINGS) {
    rule('P2', `a payment that succeeded after ${ending.name} is replayed`, async () => {
      if (!(await triesAgainAfter(ending.error()))) return;
      const { processors, provider } = await openPayments({ processors: 2 });
      failAll(provider, ending);
      const key = values().key();
      const payload = values().payload();
      await settled([at(processors, 0, 'processor').processPayment(key, payload)]);
      recover(provider);
      const processor = at(processors, 1, 'processor');
      const second = await paid(processor.processPayment(key, payload));
      const charges = provider.charges.length;
      expect(charges, 'charges before the replay').toBeGreaterThan(0);
      expect(await paid(processor.processPayment(key, payload)), 'the replayed response').toEqual(second);
      expect(provider.charges.length, 'calls of the provider').toBe(charges);
    });
  }

  rule('P2', 'each of thirty keys replays its own response', async () => {
    const { processor, provider } = await openPayments();
    const payload = values().payload();
    const calls = times(30, () => values().key()).map((key) => ({ key, call: processor.processPayment(key, payload) }));
    const payments = [];
    for (const { key, call } of calls) payments.push({ key, response: await paid(call) });
    const replays = values()
      .shuffled(payments)
      .map(({ key, response }) => ({ call: processor.processPayment(key, payload), response }));
    for (const { call, response } of replays) expect(await paid(call), 'a replayed response').toEqual(response);
    expect(provider.charges.length, 'calls of the provider').toBe(30);
  });
});
