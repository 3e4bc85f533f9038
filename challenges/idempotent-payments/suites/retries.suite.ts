import { describe, expect } from 'vitest';
import { heirOf, networkError, theVery } from '../../../grader/judge/errors.ts';
import { SubjectError } from '../../../grader/judge/failures.ts';
import { openPayments } from '../../../grader/judge/open-payments.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';
import { durationOf, failing, pauseAfter, startsOf, words, type Failure } from './scenarios/attempts.ts';
import { inWords } from './scenarios/in-words.ts';
import { at, paid, refused, refusedFor, settled, times } from './scenarios/outcomes.ts';
import { joins, paysExpired, timesOut, triesAgainAfter } from './scenarios/taken-for-granted.ts';

const FOREVER_MS = 1e15;
const CONFIG = { retryDelayMs: 100, maxRetryDelayMs: 250, attemptTimeoutMs: 1_000 };

/** When each attempt must start after such failures, and when the last of them ended. */
function schedule(failures: readonly Failure[]): { readonly starts: number[]; readonly endedAt: number } {
  const starts: number[] = [];
  let now = 0;
  for (const [index, failure] of failures.entries()) {
    starts.push(now);
    now += durationOf(failure, CONFIG.attemptTimeoutMs);
    if (index < failures.length - 1) now += pauseAfter(index + 1, CONFIG);
  }
  return { starts, endedAt: now };
}

describe('retries', () => {
  const exhausting = [1, 2, 3, 4].flatMap((length) => words(length === 3 ? ['N', 'S', 'W'] : ['N', 'S'], length));
  for (const failures of exhausting) {
    rule('P6', `${failures.length} attempts that end in ${inWords(failures)} exhaust the retries`, async () => {
      const { processor, provider } = await openPayments({ config: { ...CONFIG, maxAttempts: failures.length } });
      const last = networkError('the last one');
      const { starts, endedAt } = schedule(failures);
      for (const [index, failure] of failures.entries()) {
        provider.script(failing(failure, index === failures.length - 1 ? last : networkError()));
      }
      const call = processor.processPayment(values().key(), values().payload());
      await refusedFor(call, 'RETRIES_EXHAUSTED', theVery(last));
      expect(startsOf(provider.charges), 'starts of the attempts').toEqual(starts);
      expect(call.settledAt, 'when the call settled').toBe(START + endedAt);
    });
  }

  for (const kind of ['fail', 'throw'] as const) {
    const how = kind === 'fail' ? 'rejected with' : 'thrown';
    rule('P6', `an error of a class that extends NetworkError, ${how}, is retried like one`, async () => {
      const { processor, provider } = await openPayments({ config: { ...CONFIG, maxAttempts: 2 } });
      provider.script({ kind, error: heirOf(networkError()) });
      await paid(processor.processPayment(values().key(), values().payload()));
      expect(startsOf(provider.charges), 'starts of the attempts').toEqual(schedule(['N', 'N']).starts);
    });
  }

  rule('P6', 'errors of a class that extends NetworkError exhaust the retries like others', async () => {
    const { processor, provider } = await openPayments({ config: { ...CONFIG, maxAttempts: 3 } });
    const error = heirOf(networkError());
    provider.otherwise({ kind: 'fail', error });
    await refusedFor(processor.processPayment(values().key(), values().payload()), 'RETRIES_EXHAUSTED', theVery(error));
    expect(startsOf(provider.charges), 'starts of the attempts').toEqual(schedule(['N', 'N', 'N']).starts);
  });

  for (const maxAttempts of [2, 3, 4]) {
    for (const failed of times(maxAttempts - 1, (index) => index + 1)) {
      for (const letter of ['N', 'L'] as const) {
        const what = letter === 'N' ? 'network failures' : 'lost answers';
        rule('P6', `of ${maxAttempts} attempts ${failed} are ${what}, the next is the last`, async () => {
          const { processor, provider } = await openPayments({ config: { ...CONFIG, maxAttempts } });
          const failures = times(failed, () => letter);
          provider.script(...failures.map((failure) => failing(failure)));
          const call = processor.processPayment(values().key(), values().payload());
          await paid(call);
          expect(startsOf(provider.charges), 'starts of the attempts').toEqual(schedule([...failures, 'N']).starts);
          expect(
            provider.charges.map((charge) => charge.attempt),
            'numbers of the attempts',
          ).toEqual(times(failed + 1, (index) => index + 1));
          expect(call.settledAt, 'when the call settled').toBe(provider.charges.at(-1)?.at);
        });
      }
    }
  }

  for (const failures of [...words(['T', 'N'], 2), ...words(['T', 'N'], 3)].filter((word) => word.includes('T'))) {
    rule('P6', `attempts that end in ${inWords(failures)} are followed by the same pauses`, async () => {
      if (!(await timesOut())) return;
      const { processor, provider } = await openPayments({ config: { ...CONFIG, maxAttempts: 4 } });
      provider.script(...failures.map((failure) => failing(failure)));
      await paid(processor.processPayment(values().key(), values().payload()));
      const [first = Number.NaN, ...later] = startsOf(provider.charges);
      const starts = [0, ...later.map((start) => start - first)];
      expect(starts, 'starts of the attempts').toEqual(schedule([...failures, 'N']).starts);
    });
  }

  for (const failures of words(['N', 'T'], 2)) {
    rule('P6', `a timeout after attempts that end in ${inWords(failures)} is the last failure`, async () => {
      if (!(await timesOut())) return;
      const { processor, provider } = await openPayments({ config: { ...CONFIG, maxAttempts: 3 } });
      const earlier = networkError('an earlier one');
      provider.script(...failures.map((failure) => failing(failure, earlier))).otherwise({ kind: 'hold' });
      const error = await refused(processor.processPayment(values().key(), values().payload()), 'RETRIES_EXHAUSTED');
      expect(error.cause, 'cause of the error').not.toEqual(theVery(earlier));
    });
  }

  for (const failures of words(['T', 'N'], 3).filter((word) => word.includes('T') && word.includes('N'))) {
    rule('P6', `attempts that end in ${inWords(failures)} count together: a fourth one is not made`, async () => {
      if (!(await timesOut())) return;
      const { processor, provider } = await openPayments({ config: { ...CONFIG, maxAttempts: 3 } });
      provider.script(...failures.map((failure) => failing(failure)));
      await refused(processor.processPayment(values().key(), values().payload()), 'RETRIES_EXHAUSTED');
      expect(provider.charges.length, 'calls of the provider').toBe(3);
    });
  }

  rule('P6', 'calls that join in the pauses neither cut them short nor bring attempts of their own', async () => {
    if (!(await joins())) return;
    const { processor, provider, store, clock } = await openPayments({ config: { ...CONFIG, maxAttempts: 3 } });
    provider.otherwise({ kind: 'fail', error: networkError() });
    const key = values().key();
    const payload = values().payload();
    const calls = [processor.processPayment(key, payload)];
    for (const afterMs of [40, 100]) {
      await clock.advance(afterMs);
      calls.push(processor.processPayment(key, payload));
    }
    await settled(calls);
    // That a call that joined does not try again is the rule of joining.
    if (store.callsOf('insertPending').length > 1) return;
    expect(startsOf(provider.charges), 'starts of the attempts').toEqual(schedule(['N', 'N', 'N']).starts);
  });

  for (const [what, make] of [
    ['payload', () => values().payload()],
    ['payload, with a member __proto__ too', () => ({ ['__proto__']: { order: values().key() }, amount: 1 })],
  ] as const) {
    rule('P6', `every attempt brings the same ${what}`, async () => {
      const { processor, provider } = await openPayments({ config: { maxAttempts: 4 } });
      provider.script(failing('N'), failing('L'), failing('S'));
      const payload = make();
      await paid(processor.processPayment(values().key(), payload));
      expect(
        provider.charges.map((charge) => charge.payload),
        'payloads',
      ).toEqual(times(4, () => payload));
    });
  }

  rule('P6', 'attempts go on, however long the store took for the claim', async () => {
    const { processor, provider, store, clock } = await openPayments({ config: { ...CONFIG, maxAttempts: 3 } });
    store.next('insertPending', { kind: 'hold' });
    provider.script(failing('N'), failing('N'));
    const call = processor.processPayment(values().key(), values().payload());
    await clock.advance(60_000);
    at(store.callsOf('insertPending'), 0, 'claim').release();
    await paid(call);
    expect(startsOf(provider.charges), 'starts of the attempts').toEqual([60_000, 60_100, 60_300]);
  });

  rule('P6', 'each life of a key counts its own attempts, also at one processor', async () => {
    if (!(await paysExpired())) return;
    const { processor, provider, clock, idle } = await openPayments({
      ttlMs: 1_000,
      config: { ...CONFIG, maxAttempts: 3, attemptTimeoutMs: 60_000 },
    });
    provider.script(failing('N'), { kind: 'hold' }, { kind: 'hold' });
    const key = values().key();
    const [one, other] = [values().payload(), values().payload()];
    const first = processor.processPayment(key, one);
    await clock.advance(1_000);
    const second = processor.processPayment(key, other);
    await idle();
    // That another payload does not wait for the call in flight is the rule of mismatches.
    if (provider.charges.length !== 3) return;
    at(provider.charges, 1, 'charge').answer({ kind: 'fail', error: networkError() });
    await settled([first]);
    at(provider.charges, 2, 'charge').answer({ kind: 'approve' });
    await settled([second]);
    expect(at(provider.charges, 2, 'charge').attempt, 'number of the attempt of the second payment').toBe(1);
    const next = provider.charges[3];
    // A run whose claim has expired may give up.
    if (next !== undefined) expect(next.attempt, 'number of the last attempt of the first payment').toBe(3);
  });

  rule('P6', 'the cause after timeouts is an error', async () => {
    if (!(await timesOut())) return;
    const { processor, provider } = await openPayments({ config: { ...CONFIG, maxAttempts: 2 } });
    provider.otherwise({ kind: 'hold' });
    const { cause } = await refused(processor.processPayment(values().key(), values().payload()), 'RETRIES_EXHAUSTED');
    expect(cause instanceof SubjectError ? cause.classes : [], 'classes of the cause').toContain('Error');
  });

  rule('P6', 'a payment after twenty that were exhausted on end has its attempt like any other', async () => {
    const { processor, provider } = await openPayments({ config: { maxAttempts: 1 } });
    provider.script(...times(20, () => failing('N')));
    for (let payment = 1; payment <= 20; payment += 1) {
      await refused(processor.processPayment(values().key(), values().payload()), 'RETRIES_EXHAUSTED');
    }
    await paid(processor.processPayment(values().key(), values().payload()));
    expect(provider.charges.length, 'calls of the provider').toBe(21);
  });

  rule('P6', 'nothing sleeps after the last attempt', async () => {
    const { processor, provider, clock } = await openPayments({
      config: { maxAttempts: 2, retryDelayMs: 100 },
    });
    provider.script(failing('N'), failing('N'));
    await refused(processor.processPayment(values().key(), values().payload()), 'RETRIES_EXHAUSTED');
    expect(clock.now(), 'the time when the call is over').toBe(START + 100);
  });

  rule('P6', 'each payment counts its own attempts', async () => {
    const { processor, provider } = await openPayments({ config: { ...CONFIG, maxAttempts: 3 } });
    for (let round = 1; round <= 4; round += 1) {
      const before = provider.charges.length;
      const from = provider.charges.at(-1)?.at ?? START;
      provider.script(failing('N'), failing('N'));
      await paid(processor.processPayment(values().key(), values().payload()));
      const starts = provider.charges.slice(before).map((charge) => charge.at - from);
      expect(starts, `starts of the attempts in round ${round}`).toEqual([0, 100, 300]);
    }
  });

  rule('P6', 'the next call of a failed key begins with the first pause again, also at one processor', async () => {
    if (!(await triesAgainAfter(networkError()))) return;
    const { processor, provider, clock } = await openPayments({ config: { ...CONFIG, maxAttempts: 3 } });
    provider.otherwise({ kind: 'fail', error: networkError() });
    const key = values().key();
    const payload = values().payload();
    for (const call of ['first', 'second']) {
      const from = clock.now();
      const before = provider.charges.length;
      await refused(processor.processPayment(key, payload), 'RETRIES_EXHAUSTED');
      // With how many attempts the next call tries again is the rule of failures.
      if (provider.charges[before]?.attempt !== 1) return;
      const starts = provider.charges.slice(before).map((charge) => charge.at - from);
      expect(starts, `starts of the attempts of the ${call} call`).toEqual([0, 100, 300]);
    }
  });

  rule('P6', 'overlapping payments keep their own schedules', async () => {
    const { processor, provider } = await openPayments({ config: { ...CONFIG, maxAttempts: 3 } });
    provider.script(failing('N'), failing('N'), failing('N'), failing('N'));
    const keys = [values().key(), values().key()];
    const calls = keys.map((key) => processor.processPayment(key, key));
    for (const call of calls) await paid(call);
    for (const key of keys) {
      const charges = provider.charges.filter((charge) => charge.payload === key);
      expect(startsOf(charges), 'starts of one payment').toEqual([0, 100, 300]);
    }
  });
});

describe('the pause after a failed attempt', () => {
  const tables: readonly (readonly [base: number, cap: number, attempts: number])[] = [
    [100, 10_000, 6],
    [100, 400, 5],
    [100, 399, 5],
    [100, 250, 4],
    [7, 7, 4],
    [1_000, 10, 4],
    [3, 1_000_000, 12],
    [0.5, 3, 6],
    [0.125, 0.25, 4],
    [1, 2.5, 4],
    [100.5, 1_000_000, 4],
    [2.5, 1e9, 5],
    [0, 0, 3],
    [0, 1_000, 4],
    [1_000, 0, 4],
    [1, 2 ** 40, 36],
    [1_000, 60_000, 36],
    [2 ** 31, 2 ** 33, 5],
    [1e308, 5_000, 4],
  ];
  for (const [retryDelayMs, maxRetryDelayMs, maxAttempts] of tables) {
    rule('P6', `grows from ${retryDelayMs} to at most ${maxRetryDelayMs} ms over ${maxAttempts} attempts`, async () => {
      const config = { retryDelayMs, maxRetryDelayMs, maxAttempts };
      const { processor, provider, sleeps } = await openPayments({ config, ttlMs: FOREVER_MS });
      provider.script(...times(maxAttempts, () => failing(maxAttempts > 6 ? 'N' : 'W')));
      await refused(processor.processPayment(values().key(), values().payload()), 'RETRIES_EXHAUSTED');
      expect(provider.charges.length, 'calls of the provider').toBe(maxAttempts);
      const pauses = provider.charges.slice(1).map((charge, index) => {
        return charge.at - (at(provider.charges, index, 'charge').answeredAt ?? Number.NaN);
      });
      expect(pauses, 'pauses').toEqual(times(maxAttempts - 1, (index) => pauseAfter(index + 1, config)));
      expect(sleeps().filter((sleep) => Number.isNaN(sleep.ms)).length, 'sleeps of NaN milliseconds').toBe(0);
    });
  }

  // From the 1,025th on 2 to the power of the attempts is no number any more, and 0 times that is NaN.
  rule('P6', 'stays a number from 0 to 2 ms over 1,030 attempts', async () => {
    const config = { retryDelayMs: 0, maxRetryDelayMs: 2, maxAttempts: 1_030 };
    const { processor, provider, sleeps } = await openPayments({ config, ttlMs: FOREVER_MS });
    const error = networkError();
    provider.otherwise({ kind: 'fail', error });
    await refused(processor.processPayment(values().key(), values().payload()), 'RETRIES_EXHAUSTED');
    expect(provider.charges.length, 'calls of the provider').toBe(1_030);
    expect(provider.charges.at(-1)?.at, 'when the last attempt starts').toBe(START);
    expect(sleeps().filter((sleep) => Number.isNaN(sleep.ms)).length, 'sleeps of NaN milliseconds').toBe(0);
  });
});
