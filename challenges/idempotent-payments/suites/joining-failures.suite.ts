import { describe, expect } from 'vitest';
import { declinedError, networkError, otherError } from '../../../grader/judge/errors.ts';
import { SubjectError } from '../../../grader/judge/failures.ts';
import type { Call } from '../../../grader/judge/call.ts';
import type { JsonValue } from '../../../grader/judge/contract.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { shareAnId } from './scenarios/named-ids.ts';
import { at, ending, paid, settled, times } from './scenarios/outcomes.ts';
import { paysExpired, replays, triesAgainElsewhereAfter } from './scenarios/taken-for-granted.ts';

/** A configuration in which a claim ends long before an attempt. */
const PATIENT = { maxAttempts: 1, attemptTimeoutMs: 60_000 };

/** What callers of one run must hear alike; that it is right is the rule of the failure (P6, P7). */
function heard(call: Call<JsonValue>): unknown {
  const { standing } = call;
  if (standing.state !== 'rejected' || !(standing.error instanceof SubjectError)) return ending(call);
  const { code, details, cause } = standing.error;
  return { code, details, cause };
}

describe('callers of a run that fails', () => {
  for (const [name, make] of [
    ['a decline', declinedError],
    ['a fault', otherError],
    ['exhausted retries', networkError],
  ] as const) {
    rule('P3', `all three hear the code, the details and the cause of ${name}`, async () => {
      if (!(await triesAgainElsewhereAfter(make()))) return;
      const { processor, provider, clock } = await openPayments({ config: { maxAttempts: 2 } });
      provider.otherwise({ kind: 'fail', error: make(), afterMs: 10 });
      const key = values().key();
      const payload = values().payload();
      const calls = times(2, () => processor.processPayment(key, payload));
      await clock.advance(5);
      calls.push(processor.processPayment(key, payload));
      await settled(calls);
      const first = at(calls, 0, 'call');
      expect(ending(first), 'end of the first call').not.toBe('resolved');
      expect(calls.map(heard), 'what the callers heard').toEqual(times(3, () => heard(first)));
    });
  }
});

describe('a run that is over', () => {
  rule('P3', 'is not joined by a later call, though another run of the key was over before it', async () => {
    if (!(await triesAgainElsewhereAfter(declinedError()))) return;
    const { processor, provider, store, idle } = await openPayments();
    provider.script({ kind: 'hold' });
    store.next('insertPending', { kind: 'hold' });
    const key = values().key();
    const payload = values().payload();
    const refused = processor.processPayment(key, values().payload());
    await idle();
    const declined = processor.processPayment(key, payload);
    await idle();
    at(store.callsOf('insertPending'), 0, 'claim').release();
    await idle();
    const charge = provider.charges[0];
    // That another payload does not wait for the claim in flight is the rule of mismatches.
    if (charge === undefined || JSON.stringify(charge.payload) !== JSON.stringify(payload)) return;
    charge.answer({ kind: 'fail', error: declinedError() });
    await settled([refused, declined]);
    await paid(processor.processPayment(key, payload));
  });

  for (const [which, outcome] of [
    ['the same payload', 'success'],
    ['the same payload', 'failure'],
    ['another payload', 'success'],
    ['another payload', 'failure'],
  ] as const) {
    rule(
      'P3',
      `and outlived its claim, a ${outcome}, does not hide the next run of its key with ${which}`,
      async () => {
        if (!(await paysExpired())) return;
        const { processor, provider, store, clock, idle } = await openPayments({ ttlMs: 1_000, config: PATIENT });
        provider.script({ kind: 'hold' }, { kind: 'hold' });
        const key = values().key();
        const payload = values().payload();
        const calls = [processor.processPayment(key, which === 'the same payload' ? payload : values().payload())];
        await clock.advance(1_000);
        calls.push(processor.processPayment(key, payload));
        await idle();
        const [late, young] = provider.charges;
        // With the same payload it may join the run that goes on, or claim the key anew.
        if (late !== undefined && young !== undefined && !shareAnId(provider)) {
          late.answer(outcome === 'success' ? { kind: 'approve' } : { kind: 'fail', error: declinedError() });
          await idle();
          const claims = store.callsOf('insertPending').length;
          calls.push(processor.processPayment(key, payload));
          await idle();
          expect(store.callsOf('insertPending').length, 'claims after the third call').toBe(claims);
          young.answer({ kind: 'approve' });
          // How often the payment that outlived its claim is charged is the rule of unrecorded outcomes.
          for (const call of calls.slice(1)) await paid(call);
          return;
        }
        for (const charge of [...provider.charges]) charge.answer({ kind: 'approve' });
        await settled(calls);
        expect(provider.charges.length, 'calls of the provider').toBeGreaterThan(0);
      },
    );
  }

  for (const outcome of ['success', 'failure'] as const) {
    rule('P3', `leaves it to the store what became of a ${outcome} that it recorded and then failed`, async () => {
      if (!(await (outcome === 'success' ? replays() : triesAgainElsewhereAfter(declinedError())))) return;
      const { processor, provider, store } = await openPayments({ config: { maxAttempts: 1 } });
      store.next('updateStatus', { kind: 'after', error: otherError() });
      provider.script(outcome === 'success' ? { kind: 'approve' } : { kind: 'fail', error: declinedError() });
      const key = values().key();
      const payload = values().payload();
      const first = processor.processPayment(key, payload);
      await settled([first]);
      // That a success stands all the same is the rule of unrecorded outcomes.
      if (outcome === 'success' && ending(first) !== 'resolved') return;
      const charges = provider.charges.length;
      const again = await paid(processor.processPayment(key, payload));
      if (outcome === 'success') expect(again, 'response of the next call').toEqual(await paid(first));
      expect(provider.charges.length - charges, 'charges of the next call').toBe(outcome === 'success' ? 0 : 1);
    });
  }
});
