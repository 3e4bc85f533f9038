import { describe, expect } from 'vitest';
import { declinedError, networkError, otherError, theVery, thrownValue } from '../../../grader/judge/errors.ts';
import { describeThrown, isPaymentError, SubjectError } from '../../../grader/judge/failures.ts';
import { openPayments, type Payments } from '../../../grader/judge/open-payments.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';
import { failing, startsOf, words } from './scenarios/attempts.ts';
import { inWords } from './scenarios/in-words.ts';
import { at, ending, paid, refused, settled, times } from './scenarios/outcomes.ts';
import { joins, paysExpired, triesAgainAfter } from './scenarios/taken-for-granted.ts';

const TIMEOUT_MS = 1_000;
/** For cases with one pause, so that they do not depend on how pauses grow. */
const CONFIG = { maxAttempts: 6, retryDelayMs: 100, maxRetryDelayMs: 100, attemptTimeoutMs: TIMEOUT_MS };
/** For cases with several. */
const WITHOUT_PAUSES = { ...CONFIG, retryDelayMs: 0 };

/** Instants, counted from the start of the case, at which each attempt's signal aborted. */
function abortsOf({ provider }: Payments): (number | undefined)[] {
  return provider.charges.map(({ abortedAt }) => (abortedAt === undefined ? undefined : abortedAt - START));
}

function sleepersOf({ sleeps }: Payments): number {
  return sleeps().filter((sleep) => sleep.state === 'sleeping').length;
}

describe('timeouts', () => {
  for (const attemptTimeoutMs of [0.25, 1, 250, 5_000, 86_400_000]) {
    rule('P10', `an attempt is aborted after ${attemptTimeoutMs} ms and the next one follows`, async () => {
      const payments = await openPayments({ config: { ...CONFIG, attemptTimeoutMs }, ttlMs: 1e12 });
      payments.provider.script({ kind: 'hold' });
      const call = payments.processor.processPayment(values().key(), values().payload());
      await paid(call);
      expect(abortsOf(payments), 'when the signals aborted').toEqual([attemptTimeoutMs, undefined]);
      const starts = startsOf(payments.provider.charges);
      expect(starts[1], 'start of the second attempt').toBeGreaterThanOrEqual(attemptTimeoutMs);
    });
  }

  for (const kind of ['a deaf provider', 'a provider that rejects when it is aborted'] as const) {
    const abortable = kind !== 'a deaf provider';
    for (const maxAttempts of [1, 2, 3, 4]) {
      rule('P10', `${maxAttempts} timeouts of ${kind} exhaust the retries`, async () => {
        const payments = await openPayments({ config: { ...WITHOUT_PAUSES, maxAttempts }, abortable });
        payments.provider.otherwise({ kind: 'hold' });
        const call = payments.processor.processPayment(values().key(), values().payload());
        await refused(call, 'RETRIES_EXHAUSTED');
        const starts = startsOf(payments.provider.charges);
        expect(starts.length, 'calls of the provider').toBeGreaterThan(0);
        expect(abortsOf(payments), 'when the signals aborted').toEqual(starts.map((start) => start + TIMEOUT_MS));
      });
    }

    for (const word of words(['T', 'N'], 2).filter((failures) => failures.includes('T'))) {
      rule('P10', `attempts of ${kind} that end in ${inWords(word)} leave a third one that succeeds`, async () => {
        const payments = await openPayments({ config: WITHOUT_PAUSES, abortable });
        payments.provider.script(...word.map((failure) => failing(failure)));
        await paid(payments.processor.processPayment(values().key(), values().payload()));
        const starts = startsOf(payments.provider.charges);
        expect(starts.length, 'calls of the provider').toBe(3);
        const due = starts.map((start, index) => (word[index] === 'T' ? start + TIMEOUT_MS : undefined));
        expect(abortsOf(payments), 'when the signals aborted').toEqual(due);
        expect(sleepersOf(payments), 'sleepers when the call is over').toBe(0);
      });
    }
  }

  for (const afterMs of [0, 1, TIMEOUT_MS - 1]) {
    rule('P10', `an answer after ${afterMs} ms of ${TIMEOUT_MS} counts`, async () => {
      const payments = await openPayments({ config: CONFIG });
      payments.provider.script({ kind: 'approve', afterMs });
      await paid(payments.processor.processPayment(values().key(), values().payload()));
      await payments.clock.advance(10 * TIMEOUT_MS);
      expect(payments.provider.charges.length, 'calls of the provider').toBe(1);
      expect(abortsOf(payments), 'when the signals aborted').toEqual([undefined]);
    });
  }

  rule('P10', 'an answer counts after more milliseconds than 31 bits hold', async () => {
    const payments = await openPayments({ config: { ...CONFIG, attemptTimeoutMs: 2 ** 32 }, ttlMs: 1e12 });
    payments.provider.script({ kind: 'approve', afterMs: 2 ** 31 + 10 });
    await paid(payments.processor.processPayment(values().key(), values().payload()));
    expect(payments.provider.charges.length, 'calls of the provider').toBe(1);
    expect(abortsOf(payments), 'when the signals aborted').toEqual([undefined]);
  });

  rule('P10', 'every attempt has its own time, however long the others took', async () => {
    const payments = await openPayments({ config: WITHOUT_PAUSES });
    const slow = { kind: 'fail', error: networkError(), afterMs: TIMEOUT_MS - 1 } as const;
    payments.provider.script(slow, slow, { kind: 'approve', afterMs: TIMEOUT_MS - 1 });
    const call = payments.processor.processPayment(values().key(), values().payload());
    await paid(call);
    expect(payments.provider.charges.length, 'calls of the provider').toBe(3);
    expect(abortsOf(payments), 'when the signals aborted').toEqual([undefined, undefined, undefined]);
  });

  rule('P10', 'the first attempt has all its time, however long the store took for the claim', async () => {
    const payments = await openPayments({ config: WITHOUT_PAUSES });
    const { processor, provider, store, clock } = payments;
    store.next('insertPending', { kind: 'hold' });
    provider.script({ kind: 'approve', afterMs: TIMEOUT_MS - 1 });
    const call = processor.processPayment(values().key(), values().payload());
    await clock.advance(20 * TIMEOUT_MS);
    at(store.callsOf('insertPending'), 0, 'claim').release();
    await paid(call);
    expect(abortsOf(payments), 'when the signals aborted').toEqual([undefined]);
  });

  rule('P10', 'a timeout aborts no attempt of the next life of its key at the same processor', async () => {
    if (!(await paysExpired())) return;
    const payments = await openPayments({ ttlMs: 600, config: { ...CONFIG, maxAttempts: 1 } });
    const { processor, provider, clock } = payments;
    const from = clock.now();
    provider.script({ kind: 'hold' }, { kind: 'approve', afterMs: TIMEOUT_MS - 1 });
    const key = values().key();
    const first = processor.processPayment(key, values().payload());
    await clock.advance(600);
    const second = processor.processPayment(key, values().payload());
    await clock.advance(TIMEOUT_MS);
    await settled([first, second]);
    // That another payload does not wait for the call in flight is the rule of mismatches.
    if (provider.charges[1]?.at !== from + 600) return;
    expect(provider.charges[1].abortedAt, 'when the signal of the second payment aborted').toBe(undefined);
  });

  rule('P10', 'a call that joins gives the attempt no more time', async () => {
    if (!(await joins())) return;
    const payments = await openPayments({ config: { ...CONFIG, maxAttempts: 1 } });
    const { processor, provider, store, clock } = payments;
    provider.script({ kind: 'hold' });
    const key = values().key();
    const payload = values().payload();
    const first = processor.processPayment(key, payload);
    await clock.advance(TIMEOUT_MS / 2);
    const second = processor.processPayment(key, payload);
    await clock.advance(TIMEOUT_MS);
    // That the second call joins is the rule of joining.
    if (store.callsOf('insertPending').length > 1) return;
    expect(abortsOf(payments)[0], 'when the signal aborted').toBe(TIMEOUT_MS);
    await settled([first, second]);
  });

  rule('P10', 'of two attempts that begin in one turn one times out though the other is answered', async () => {
    const payments = await openPayments({ config: { ...CONFIG, maxAttempts: 1 } });
    const { processor, provider, clock } = payments;
    provider.script({ kind: 'hold' }, { kind: 'approve', afterMs: 10 });
    const calls = times(2, () => processor.processPayment(values().key(), values().payload()));
    await clock.advance(2 * TIMEOUT_MS);
    expect(abortsOf(payments).slice(0, 2), 'when the signals aborted').toEqual([TIMEOUT_MS, undefined]);
    await settled(calls);
  });

  rule('P10', 'every attempt gets a signal that has not aborted', async () => {
    const payments = await openPayments({ config: CONFIG });
    payments.provider.script(failing('T'), failing('N'), failing('T'));
    await paid(payments.processor.processPayment(values().key(), values().payload()));
    const signals = payments.provider.charges.map((charge) => charge.signal);
    expect(signals, 'signals at the provider').toEqual(times(4, () => 'live'));
  });

  rule('P10', 'the timeout of one payment aborts nobody else', async () => {
    const payments = await openPayments({ config: CONFIG });
    payments.provider.script({ kind: 'hold' }, { kind: 'hold' });
    const slow = payments.processor.processPayment(values().key(), 'slow');
    await payments.clock.advance(600);
    const quick = payments.processor.processPayment(values().key(), 'quick');
    await payments.clock.advance(600);
    expect(abortsOf(payments).slice(0, 2), 'when the signals aborted').toEqual([TIMEOUT_MS, undefined]);
    at(payments.provider.charges, 1, 'charge').answer({ kind: 'approve' });
    await paid(quick);
    await paid(slow);
    expect(abortsOf(payments)[1], 'when the second signal aborted').toBe(undefined);
  });
});

describe('what a finished attempt leaves behind', () => {
  const answers = [
    ['an approval', 'resolved', { kind: 'approve' }],
    ['an approval after a while', 'resolved', { kind: 'approve', afterMs: 30 }],
    ['a decline', 'rejected', { kind: 'fail', error: declinedError() }],
    ['a fault', 'rejected', { kind: 'fail', error: otherError() }],
    ['a thrown string', 'rejected', { kind: 'fail', error: thrownValue('down') }],
    ['a throw at the call', 'rejected', { kind: 'throw', error: otherError() }],
    ['a string thrown at the call', 'rejected', { kind: 'throw', error: thrownValue('down') }],
  ] as const;
  for (const [name, state, answer] of answers) {
    rule('P10', `${name} leaves no sleeper behind and no aborted signal`, async () => {
      const payments = await openPayments({ config: { ...CONFIG, maxAttempts: 1 } });
      payments.provider.script(answer);
      const call = payments.processor.processPayment(values().key(), values().payload());
      await settled([call]);
      expect(call.state, 'state of the call').toBe(state);
      expect(sleepersOf(payments), 'sleepers when the call is over').toBe(0);
      await payments.clock.advance(10 * TIMEOUT_MS);
      expect(abortsOf(payments), 'when the signals aborted').toEqual([undefined]);
    });
  }

  for (const [name, , answer] of answers) {
    rule('P10', `${name} leaves no sleeper behind and no aborted signal while it is being recorded`, async () => {
      const payments = await openPayments({ config: { ...CONFIG, maxAttempts: 1 } });
      const { processor, provider, store, clock } = payments;
      provider.script(answer);
      store.next('updateStatus', { kind: 'hold' });
      const call = processor.processPayment(values().key(), values().payload());
      await clock.advance(TIMEOUT_MS / 2);
      // Those of other lengths are none of the attempt's.
      const left = payments.sleeps().filter(({ ms, state }) => ms === TIMEOUT_MS && state === 'sleeping');
      expect(left.length, 'sleepers of the attempt while its outcome is being recorded').toBe(0);
      await clock.advance(10 * TIMEOUT_MS);
      expect(abortsOf(payments), 'when the signals aborted').toEqual([undefined]);
      for (const settling of store.callsOf('updateStatus').filter(({ isHeld }) => isHeld)) settling.release();
      await settled([call]);
    });
  }

  rule('P10', 'a failed attempt leaves only the pause behind', async () => {
    const payments = await openPayments({ config: CONFIG });
    payments.provider.script({ kind: 'fail', error: networkError(), afterMs: 50 });
    const call = payments.processor.processPayment(values().key(), values().payload());
    await payments.clock.advance(60);
    // That there is a pause is the rule of retries.
    if (payments.provider.charges.length > 1) return;
    expect(sleepersOf(payments), 'sleepers during the pause').toBe(1);
    await paid(call);
    expect(sleepersOf(payments), 'sleepers when the call is over').toBe(0);
    await payments.clock.advance(10 * TIMEOUT_MS);
    expect(abortsOf(payments), 'when the signals aborted').toEqual([undefined, undefined]);
  });

  for (const [how, kind] of [
    ['come to the caller', 'fail'],
    ['are thrown at the call', 'throw'],
  ] as const) {
    for (const maxAttempts of [1, 3]) {
      rule('P10', `network failures that ${how}, ${maxAttempts} of them, leave only live signals behind`, async () => {
        const payments = await openPayments({ config: { ...CONFIG, maxAttempts } });
        payments.provider.script(...times(maxAttempts, () => ({ kind, error: networkError() }) as const));
        const call = payments.processor.processPayment(values().key(), values().payload());
        await settled([call]);
        expect(payments.provider.charges.length, 'calls of the provider').toBeGreaterThan(0);
        // Those of other lengths are none of an attempt's.
        const left = payments.sleeps().filter(({ ms, state }) => ms === TIMEOUT_MS && state === 'sleeping');
        expect(left.length, 'sleepers of attempts when the call is over').toBe(0);
        await payments.clock.advance(10 * TIMEOUT_MS);
        const aborted = abortsOf(payments).filter((abortedAt) => abortedAt !== undefined);
        expect(aborted, 'when signals aborted').toEqual([]);
      });
    }
  }

  rule('P10', 'twelve payments leave no sleeper behind', async () => {
    const payments = await openPayments({ config: CONFIG });
    payments.provider.otherwise({ kind: 'approve', afterMs: 20 });
    const calls = times(12, () => payments.processor.processPayment(values().key(), values().payload()));
    for (const call of calls) await paid(call);
    expect(payments.provider.charges.length, 'calls of the provider').toBe(12);
    expect(sleepersOf(payments), 'sleepers when all calls are over').toBe(0);
  });

  for (const [name, , answer] of answers) {
    rule('P10', `${name} leaves no woken sleeper behind that nobody waits for`, async () => {
      const payments = await openPayments({ config: { ...CONFIG, maxAttempts: 1 } });
      payments.provider.script(answer);
      await settled([payments.processor.processPayment(values().key(), values().payload())]);
      expect(payments.provider.charges.length, 'calls of the provider').toBe(1);
      // That nobody handles the error of a payment is no matter of its sleepers.
      const left = payments.unhandled().filter((error) => !isPaymentError(error));
      expect(left, 'rejections that nobody handles').toEqual([]);
    });
  }
});

describe('late answers', () => {
  const late = [
    ['an approval', () => ({ kind: 'approve' }) as const],
    ['a network failure', () => ({ kind: 'fail', error: networkError('late') }) as const],
    ['a decline', () => ({ kind: 'fail', error: declinedError('late') }) as const],
    ['a fault', () => ({ kind: 'fail', error: otherError('late') }) as const],
  ] as const;
  for (const [name, make] of late) {
    rule('P10', `${name} that comes between the attempts is ignored`, async () => {
      const payments = await openPayments({ config: CONFIG });
      payments.provider.script({ kind: 'hold' }, { kind: 'approve', afterMs: 10 });
      const call = payments.processor.processPayment(values().key(), values().payload());
      await payments.clock.advance(TIMEOUT_MS + 40);
      // That there is a pause, and how long it is, is the rule of retries.
      if (payments.provider.charges.length > 1) return;
      at(payments.provider.charges, 0, 'charge').answer(make());
      await payments.idle();
      expect(call.state, 'state of the call after the late answer').toBe('open');
      expect(payments.provider.charges.length, 'calls of the provider after the late answer').toBe(1);
      await paid(call);
      expect(payments.provider.charges.length, 'calls of the provider').toBe(2);
      expect(call.settledAt, 'when the call settled').toBe(at(payments.provider.charges, 1, 'charge').at + 10);
    });

    rule('P10', `${name} that comes during the next attempt is ignored`, async () => {
      const payments = await openPayments({ config: CONFIG });
      payments.provider.script({ kind: 'hold' }, { kind: 'approve', afterMs: 500 });
      const call = payments.processor.processPayment(values().key(), values().payload());
      await payments.clock.advance(TIMEOUT_MS + 200);
      at(payments.provider.charges, 0, 'charge').answer(make());
      await payments.idle();
      expect(call.state, 'state of the call after the late answer').toBe('open');
      await paid(call);
      expect(payments.provider.charges.length, 'calls of the provider').toBe(2);
      expect(call.settledAt, 'when the call settled').toBe(at(payments.provider.charges, 1, 'charge').at + 500);
      expect(abortsOf(payments), 'when the signals aborted').toEqual([TIMEOUT_MS, undefined]);
    });

    rule('P10', `${name} that comes when all is over changes nothing`, async () => {
      const payments = await openPayments({ config: { ...CONFIG, maxAttempts: 2 } });
      const { provider, processor, store } = payments;
      provider.otherwise({ kind: 'hold' });
      const key = values().key();
      const call = processor.processPayment(key, values().payload());
      await refused(call, 'RETRIES_EXHAUSTED');
      const before = store.model?.record(key);
      const charges = provider.charges.length;
      expect(charges, 'calls of the provider').toBeGreaterThan(0);
      const unhandled = payments.unhandled().length;
      const reports = payments.unrecorded().length;
      const settlings = store.callsOf('updateStatus').length;
      for (const charge of provider.charges) charge.answer(make());
      await payments.clock.advance(10 * TIMEOUT_MS);
      expect(provider.charges.length, 'calls of the provider').toBe(charges);
      expect(store.model?.record(key), 'the record').toEqual(before);
      expect(store.callsOf('updateStatus').length, 'calls of updateStatus').toBe(settlings);
      expect(payments.unrecorded().length, 'reports of unrecorded outcomes').toBe(reports);
      expect(payments.unhandled().length, 'rejections that nobody handles').toBe(unhandled);
    });
  }

  for (const [name, make] of late) {
    rule('P10', `${name} that comes during the next attempt is no attempt of its own`, async () => {
      const { processor, provider, clock, idle } = await openPayments({ config: { ...CONFIG, maxAttempts: 3 } });
      provider.script({ kind: 'hold' }, { kind: 'hold' });
      const call = processor.processPayment(values().key(), values().payload());
      await clock.advance(TIMEOUT_MS + 200);
      at(provider.charges, 0, 'charge').answer(make());
      await idle();
      at(provider.charges, 1, 'charge').answer({ kind: 'fail', error: networkError() });
      await paid(call);
      expect(provider.charges.length, 'calls of the provider').toBe(3);
    });

    rule('P10', `${name} that comes while the failure is being recorded changes nothing of it`, async () => {
      const { processor, provider, store, clock, idle } = await openPayments({ config: { ...CONFIG, maxAttempts: 2 } });
      const error = networkError();
      provider.script({ kind: 'hold' }, { kind: 'hold' }).otherwise({ kind: 'fail', error });
      store.next('updateStatus', { kind: 'hold' });
      const call = processor.processPayment(values().key(), values().payload());
      await clock.advance(TIMEOUT_MS + 200);
      at(provider.charges, 1, 'charge').answer({ kind: 'fail', error });
      await clock.advance(TIMEOUT_MS);
      const answer = make();
      at(provider.charges, 0, 'charge').answer(answer);
      await idle();
      for (const settling of store.callsOf('updateStatus').filter(({ isHeld }) => isHeld)) settling.release();
      await settled([call]);
      const { standing } = call;
      expect(standing.state, 'state of the call in the end').toBe('rejected');
      if (standing.state !== 'rejected' || answer.kind !== 'fail') return;
      const cause = standing.error instanceof SubjectError ? standing.error.cause : undefined;
      // Which failure is the cause is the rule of retries.
      expect(cause, 'cause of the error').not.toEqual(theVery(answer.error));
    });

    rule('P10', `${name} that comes during the next payment of the key is ignored`, async () => {
      if (!(await triesAgainAfter(networkError()))) return;
      const { processor, provider, clock, idle } = await openPayments({ config: { ...CONFIG, maxAttempts: 1 } });
      provider.otherwise({ kind: 'hold' });
      const key = values().key();
      const payload = values().payload();
      await settled([processor.processPayment(key, payload)]);
      const earlier = [...provider.charges];
      const call = processor.processPayment(key, payload);
      await clock.advance(500);
      // That the next call tries again is the rule of failures.
      if (provider.charges.length === earlier.length) return;
      const young = at(provider.charges, earlier.length, 'charge');
      expect(young.signal, 'signal of the next payment').toBe('live');
      for (const charge of earlier) charge.answer(make());
      await idle();
      expect(call.state, 'state of the call after the late answer').toBe('open');
      young.answer({ kind: 'approve' });
      await paid(call);
      expect(provider.charges.length, 'calls of the provider').toBe(earlier.length + 1);
    });
  }

  rule('P10', 'an approval that comes during the last attempt does not stand in for its answer', async () => {
    const { processor, provider, clock, idle } = await openPayments({ config: { ...WITHOUT_PAUSES, maxAttempts: 2 } });
    provider.script({ kind: 'hold' }, { kind: 'hold' }).otherwise({ kind: 'fail', error: networkError() });
    const call = processor.processPayment(values().key(), values().payload());
    await clock.advance(TIMEOUT_MS + 200);
    at(provider.charges, 0, 'charge').answer({ kind: 'approve' });
    await idle();
    const last = at(provider.charges, 1, 'charge');
    // Not a decline: once the money has moved, a provider does not refuse the payment id any more.
    last.answer({ kind: 'fail', error: networkError() });
    await settled([call]);
    expect(ending(call), 'end of the call').not.toBe('resolved');
  });

  rule('P10', 'nothing is left unhandled when aborted charges reject on their own', async () => {
    const payments = await openPayments({ config: CONFIG, abortable: true });
    payments.provider.otherwise({ kind: 'hold' });
    const calls = times(5, () => payments.processor.processPayment(values().key(), values().payload()));
    for (const call of calls) await refused(call, 'RETRIES_EXHAUSTED');
    expect(payments.provider.charges.length, 'calls of the provider').toBeGreaterThan(0);
    const aborted = payments.unhandled().filter((error) => describeThrown(error).startsWith('AbortError'));
    expect(aborted, 'rejections of charges that nobody handles').toEqual([]);
    expect(sleepersOf(payments), 'sleepers when all calls are over').toBe(0);
  });
});
