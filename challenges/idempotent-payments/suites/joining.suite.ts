import { describe, expect } from 'vitest';
import type { Call } from '../../../grader/judge/call.ts';
import type { JsonValue } from '../../../grader/judge/contract.ts';
import { declinedError, networkError, otherError } from '../../../grader/judge/errors.ts';
import { isPaymentError } from '../../../grader/judge/failures.ts';
import { openPayments, type Payments } from '../../../grader/judge/open-payments.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { ARRIVALS } from './scenarios/arrivals.ts';
import { BAD_ENDINGS, failAll, recover } from './scenarios/endings.ts';
import { shareAnId } from './scenarios/named-ids.ts';
import { RESPONSES } from './scenarios/responses.ts';
import { at, ending, paid, settled, times } from './scenarios/outcomes.ts';
import { givesUpWithoutStore, replays, timesOut, triesAgainElsewhereAfter } from './scenarios/taken-for-granted.ts';

const JOINERS = [1, 9, 49];

interface Run {
  readonly key: string;
  readonly payload: JsonValue;
  readonly first: Call<JsonValue>;
}

/** A run whose first charge is not answered. */
async function startRun({ processor, provider, idle }: Payments): Promise<Run> {
  provider.script({ kind: 'hold' });
  const key = values().key();
  const payload = values().payload();
  const first = processor.processPayment(key, payload);
  await idle();
  return { key, payload, first };
}

/** The next call makes no claim, and gets the response of the first. */
async function expectNextJoins(payments: Payments, { key, payload, first }: Run): Promise<void> {
  const { processor, provider, store, idle } = payments;
  const claims = store.callsOf('insertPending').length;
  const next = processor.processPayment(key, payload);
  await idle();
  expect(store.callsOf('insertPending').length, 'claims after the third call').toBe(claims);
  at(provider.charges, 0, 'charge').answer({ kind: 'approve' });
  expect(await paid(next), 'response of the third call').toEqual(await paid(first));
}

describe('joining', () => {
  for (const arrival of ARRIVALS) {
    for (const joiners of JOINERS) {
      rule('P3', `${joiners} joining ${arrival.name} share the success of one run`, async () => {
        const payments = await openPayments();
        const { processor, provider, store } = payments;
        const response = values().response();
        const finish = { kind: 'approve', response } as const;
        arrival.prepare(payments, finish);
        const key = values().key();
        const payload = values().payload();
        const first = processor.processPayment(key, payload);
        await arrival.reach(payments);
        if (arrival.isMissed?.(payments, first) === true) return;
        const calls = [first, ...times(joiners, () => processor.processPayment(key, payload))];
        if (arrival.name !== 'in the same turn') await payments.idle();
        arrival.finish(payments, finish);
        for (const call of calls) expect(await paid(call), 'response of a caller').toEqual(response);
        expect(provider.charges.length, 'calls of the provider').toBe(arrival.charges);
        expect(store.callsOf('insertPending').length, 'claims').toBe(1);
        expect(store.callsOf('updateStatus').length, 'settlings').toBe(1);
      });
    }

    const failures = [
      ['decline', declinedError],
      ['fault', otherError],
      ['exhaustion', networkError],
    ] as const;
    for (const [name, make, joiners] of failures.flatMap((each) => JOINERS.map((count) => [...each, count] as const))) {
      rule('P3', `${joiners} joining ${arrival.name} share the ${name} of one run`, async () => {
        if (!(await triesAgainElsewhereAfter(make()))) return;
        const payments = await openPayments({ config: { maxAttempts: arrival.charges } });
        const finish = { kind: 'fail', error: make() } as const;
        arrival.prepare(payments, finish);
        const key = values().key();
        const payload = values().payload();
        const first = payments.processor.processPayment(key, payload);
        await arrival.reach(payments);
        if (arrival.isMissed?.(payments, first) === true) return;
        const calls = [first, ...times(joiners, () => payments.processor.processPayment(key, payload))];
        if (arrival.name !== 'in the same turn') await payments.idle();
        arrival.finish(payments, finish);
        await settled(calls);
        expect(ending(first), 'end of the first call').not.toBe('resolved');
        expect(calls.map(ending), 'ends of the calls').toEqual(calls.map(() => ending(first)));
        expect(payments.store.callsOf('insertPending').length, 'claims').toBe(1);
        // What else is left unhandled says nothing of the callers.
        const shared = payments.unhandled().filter(isPaymentError);
        expect(shared, 'errors of the payment that nobody handles').toEqual([]);
      });
    }
  }

  for (const [name, response] of RESPONSES) {
    rule('P3', `the response ${name} is shared by callers that join`, async () => {
      const { processor, provider, clock } = await openPayments();
      provider.script({ kind: 'approve', response, afterMs: 100 });
      const key = values().key();
      const payload = values().payload();
      const calls = times(2, () => processor.processPayment(key, payload));
      await clock.advance(50);
      calls.push(processor.processPayment(key, payload));
      for (const call of calls) expect(await paid(call), 'response of a caller').toEqual(response);
      expect(provider.charges.length, 'calls of the provider').toBe(1);
    });
  }

  for (const [which, wrap] of [
    ['its members', (payload: JsonValue) => payload],
    ['the members of an inner object', (payload: JsonValue) => ({ lines: [payload] })],
  ] as const) {
    rule('P3', `a call whose payload has ${which} in another order joins`, async () => {
      const { processor, provider, store, idle } = await openPayments();
      provider.script({ kind: 'hold' });
      const key = values().key();
      const [amount, order] = [values().random(), values().key()];
      const first = processor.processPayment(key, wrap({ amount, order }));
      await idle();
      const second = processor.processPayment(key, wrap({ order, amount }));
      await idle();
      at(provider.charges, 0, 'charge').answer({ kind: 'approve' });
      await settled([first, second]);
      // Which payloads are equal is the rule of mismatches.
      if (ending(second) === 'PAYLOAD_MISMATCH') return;
      expect(await paid(second), 'response of the second call').toEqual(await paid(first));
      expect(store.callsOf('insertPending').length, 'claims').toBe(1);
      expect(provider.charges.length, 'calls of the provider').toBe(1);
    });
  }

  rule('P3', 'a call joins a run that four hundred others have followed', async () => {
    const { processor, provider, store, idle } = await openPayments({ config: { attemptTimeoutMs: 60_000 } });
    provider.otherwise({ kind: 'hold' });
    const key = values().key();
    const payload = values().payload();
    const calls = [processor.processPayment(key, payload)];
    await idle();
    for (let others = 0; others < 400; others += 1) calls.push(processor.processPayment(values().key(), payload));
    await idle();
    const claims = store.callsOf('insertPending').length;
    calls.push(processor.processPayment(key, payload));
    await idle();
    expect(store.callsOf('insertPending').length, 'claims after the last call').toBe(claims);
    recover(provider);
    for (const charge of provider.charges.slice()) charge.answer({ kind: 'approve' });
    for (const call of calls) await paid(call);
    expect(provider.charges.length, 'calls of the provider').toBe(401);
  });

  rule('P3', 'three hundred callers share one run', async () => {
    const { processor, provider, store, clock } = await openPayments();
    provider.script({ kind: 'approve', afterMs: 100 });
    const key = values().key();
    const payload = values().payload();
    const calls = times(150, () => processor.processPayment(key, payload));
    await clock.advance(50);
    calls.push(...times(150, () => processor.processPayment(key, payload)));
    const responses = new Set<string>();
    for (const call of calls) responses.add(JSON.stringify(await paid(call)));
    expect(responses.size, 'different responses').toBe(1);
    expect(store.callsOf('insertPending').length, 'claims').toBe(1);
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  for (const [how, answer] of [
    ['was paid', { kind: 'approve' }],
    ['was declined', { kind: 'fail', error: declinedError() }],
  ] as const) {
    rule('P3', `a call joins its run after another key ${how} meanwhile`, async () => {
      const payments = await openPayments();
      const run = await startRun(payments);
      payments.provider.script(answer);
      const other = payments.processor.processPayment(values().key(), run.payload);
      await payments.idle();
      // That keys do not wait for each other is the rule of independent ones.
      if (other.state === 'open') return;
      await expectNextJoins(payments, run);
      expect(payments.provider.charges.length, 'calls of the provider').toBe(2);
    });
  }

  rule('P3', 'ten overlapping calls share one series of attempts and its exhaustion', async () => {
    const { processor, provider } = await openPayments({ config: { maxAttempts: 4 } });
    provider.otherwise({ kind: 'fail', error: networkError() });
    const key = values().key();
    const payload = values().payload();
    const calls = times(10, () => processor.processPayment(key, payload));
    await settled(calls);
    const [first] = calls.map(ending);
    expect(first, 'end of the first call').not.toBe('resolved');
    expect(calls.map(ending), 'ends of the calls').toEqual(calls.map(() => first));
    const attempts = provider.charges.map((charge) => charge.attempt);
    expect(attempts.length, 'calls of the provider').toBeGreaterThan(1);
    expect(new Set(attempts).size, 'different attempts').toBe(attempts.length);
  });

  rule(
    'P3',
    'a call with another payload that is refused in between does not keep the next one from joining',
    async () => {
      const payments = await openPayments();
      const run = await startRun(payments);
      const other = payments.processor.processPayment(run.key, values().payload());
      await settled([other]);
      // That another payload neither joins nor waits is the rule of mismatches.
      if (ending(other) === 'PAYLOAD_MISMATCH') {
        await expectNextJoins(payments, run);
        expect(payments.provider.charges.length, 'calls of the provider').toBe(1);
      } else await paid(run.first);
    },
  );

  rule('P3', 'a call joins its run after the store has refused the claim of a call with another payload', async () => {
    if (!(await givesUpWithoutStore())) return;
    const payments = await openPayments();
    const run = await startRun(payments);
    payments.store.next('insertPending', { kind: 'before', error: otherError() });
    const other = payments.processor.processPayment(run.key, values().payload());
    await payments.idle();
    await expectNextJoins(payments, run);
    await settled([other]);
    expect(payments.provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P3', 'callers that join one after the other are all answered at the same instant', async () => {
    const { processor, provider, clock } = await openPayments();
    provider.script({ kind: 'approve', afterMs: 1_000 });
    const key = values().key();
    const payload = values().payload();
    const calls = [processor.processPayment(key, payload)];
    for (let joined = 0; joined < 5; joined += 1) {
      await clock.advance(150);
      calls.push(processor.processPayment(key, payload));
    }
    const responses = new Set<string>();
    for (const call of calls) responses.add(JSON.stringify(await paid(call)));
    expect(responses.size, 'different responses').toBe(1);
    expect(new Set(calls.map((call) => call.settledAt)).size, 'instants at which calls settled').toBe(1);
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  for (const [when, afterMs] of [
    ['in the pause after an attempt', 40],
    ['during the attempt after one', 200],
  ] as const) {
    rule('P3', `a call ${when} that timed out joins the run`, async () => {
      if (!(await timesOut())) return;
      const { processor, provider, store, clock, idle } = await openPayments({ config: { attemptTimeoutMs: 1_000 } });
      provider.script({ kind: 'hold' }, { kind: 'approve', afterMs: 500 });
      const key = values().key();
      const payload = values().payload();
      const first = processor.processPayment(key, payload);
      await clock.advance(1_000 + afterMs);
      const second = processor.processPayment(key, payload);
      await idle();
      expect(store.callsOf('insertPending').length, 'claims after the second call').toBe(1);
      expect(await paid(second), 'response of the second call').toEqual(await paid(first));
      expect(provider.charges.length, 'calls of the provider').toBe(2);
    });
  }

  for (const [name, late] of [
    ['an approval', { kind: 'approve' }],
    ['a decline', { kind: 'fail', error: declinedError() }],
  ] as const) {
    rule('P3', `a call joins its run after ${name} that came too late for its attempt`, async () => {
      if (!(await timesOut())) return;
      const { processor, provider, store, clock, idle } = await openPayments({ config: { attemptTimeoutMs: 1_000 } });
      provider.script({ kind: 'hold' }, { kind: 'hold' });
      const key = values().key();
      const payload = values().payload();
      const first = processor.processPayment(key, payload);
      await clock.advance(1_200);
      at(provider.charges, 0, 'charge').answer(late);
      await idle();
      const next = provider.charges[1];
      // That late answers are ignored is the rule of timeouts, when the next attempt begins that of retries.
      if (next === undefined || first.state !== 'open') return;
      const second = processor.processPayment(key, payload);
      await idle();
      expect(store.callsOf('insertPending').length, 'claims after the second call').toBe(1);
      next.answer({ kind: 'approve' });
      expect(await paid(second), 'response of the second call').toEqual(await paid(first));
      expect(provider.charges.length, 'calls of the provider').toBe(2);
    });
  }

  rule('P3', 'a call joins a run that has been under way for ten hours', async () => {
    const payments = await openPayments({ ttlMs: 360_000_000, config: { attemptTimeoutMs: 360_000_000 } });
    const run = await startRun(payments);
    await payments.clock.advance(36_000_000);
    await expectNextJoins(payments, run);
    expect(payments.provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P3', 'a call joins its run while the claim of a call with another payload is not answered', async () => {
    const payments = await openPayments();
    const { processor, provider, store, idle } = payments;
    const run = await startRun(payments);
    store.next('insertPending', { kind: 'hold' });
    const other = processor.processPayment(run.key, values().payload());
    await idle();
    await expectNextJoins(payments, run);
    await idle();
    // When a call with another payload claims is the rule of mismatches.
    for (const claim of store.callsOf('insertPending').filter(({ isHeld }) => isHeld)) claim.release();
    await settled([other]);
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P3', 'a call in the very turn in which the run is recorded is answered without a charge', async () => {
    if (!(await replays())) return;
    const { processor, provider, store, idle } = await openPayments();
    store.next('updateStatus', { kind: 'hold' });
    const key = values().key();
    const payload = values().payload();
    const first = processor.processPayment(key, payload);
    await idle();
    at(store.callsOf('updateStatus'), 0, 'settling').release();
    const second = processor.processPayment(key, payload);
    expect(await paid(second), 'response of the second caller').toEqual(await paid(first));
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P3', 'a call in the very turn in which a failure is recorded joins it or tries again', async () => {
    if (!(await triesAgainElsewhereAfter(declinedError()))) return;
    const { processor, provider, store, idle } = await openPayments({ config: { maxAttempts: 1 } });
    provider.script({ kind: 'fail', error: declinedError() });
    store.next('updateStatus', { kind: 'hold' });
    const key = values().key();
    const payload = values().payload();
    const first = processor.processPayment(key, payload);
    await idle();
    at(store.callsOf('updateStatus'), 0, 'settling').release();
    const second = processor.processPayment(key, payload);
    await settled([first, second]);
    expect(ending(first), 'end of the first call').not.toBe('resolved');
    const charges = ending(second) === 'resolved' ? 2 : 1;
    expect(['resolved', ending(first)], 'ends of the second call that are right').toContain(ending(second));
    expect(provider.charges.length, 'calls of the provider').toBe(charges);
    await paid(processor.processPayment(key, payload));
  });

  rule('P3', 'a call after a success starts afresh from the store', async () => {
    if (!(await replays())) return;
    const { processor, store } = await openPayments();
    const key = values().key();
    const payload = values().payload();
    const first = await paid(processor.processPayment(key, payload));
    const before = store.calls.length;
    expect(await paid(processor.processPayment(key, payload)), 'the replayed response').toEqual(first);
    expect(store.calls.length - before, 'store calls of the later call').toBeGreaterThan(0);
  });

  for (const bad of BAD_ENDINGS) {
    rule('P3', `calls after ${bad.name} that was shared share a run of their own`, async () => {
      if (!(await triesAgainElsewhereAfter(bad.error()))) return;
      const { processor, provider, store } = await openPayments();
      failAll(provider, bad);
      const key = values().key();
      const payload = values().payload();
      const first = times(3, () => processor.processPayment(key, payload));
      await settled(first);
      expect(
        first.map((call) => call.state),
        'states of the first calls',
      ).toEqual(times(3, () => 'rejected'));
      recover(provider);
      const charges = provider.charges.length;
      const again = times(3, () => processor.processPayment(key, payload));
      for (const call of again) await paid(call);
      expect(provider.charges.length - charges, 'later calls of the provider').toBe(1);
      expect(store.callsOf('insertPending').length, 'claims').toBe(2);
    });
  }

  rule('P3', 'a call after a refused claim claims again', async () => {
    if (!(await givesUpWithoutStore())) return;
    const { processor, store, provider } = await openPayments();
    store.next('insertPending', { kind: 'before', error: otherError() });
    const key = values().key();
    const payload = values().payload();
    const first = times(4, () => processor.processPayment(key, payload));
    await settled(first);
    expect(
      first.map((call) => call.state),
      'states of the first calls',
    ).toEqual(times(4, () => 'rejected'));
    await paid(processor.processPayment(key, payload));
    expect(store.callsOf('insertPending').length, 'claims').toBe(2);
    expect(provider.charges.length, 'calls of the provider').toBe(1);
  });

  rule('P3', 'the same payload under two keys is two payments', async () => {
    const { processor, provider } = await openPayments();
    const payload = values().payload();
    const [one, other] = [values().response(), values().response()];
    provider.script({ kind: 'approve', response: one }, { kind: 'approve', response: other });
    const calls = times(2, () => processor.processPayment(values().key(), payload));
    const responses = [await paid(at(calls, 0, 'call')), await paid(at(calls, 1, 'call'))];
    if (shareAnId(provider)) return;
    // Which of the two reaches the provider first is nobody's business.
    expect(new Set(responses.map((response) => JSON.stringify(response))), 'responses').toEqual(
      new Set([JSON.stringify(one), JSON.stringify(other)]),
    );
    expect(provider.charges.length, 'calls of the provider').toBe(2);
  });
});
