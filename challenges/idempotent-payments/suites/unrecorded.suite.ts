import { isDeepStrictEqual } from 'node:util';
import { describe, expect } from 'vitest';
import {
  declinedError,
  errorCausedBy,
  idempotencyError,
  networkError,
  otherError,
  theVery,
  thrownValue,
} from '../../../grader/judge/errors.ts';
import { openPayments, type Payments } from '../../../grader/judge/open-payments.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { failing, type Failure } from './scenarios/attempts.ts';
import { BAD_ENDINGS, DECLINE, failAll, FAULT } from './scenarios/endings.ts';
import { inWords } from './scenarios/in-words.ts';
import { idOf, shareAnId } from './scenarios/named-ids.ts';
import { FALSY_RESPONSES } from './scenarios/responses.ts';
import { at, paid, refused, refusedFor, settled, times } from './scenarios/outcomes.ts';
import { failsAs, joins, paysExpired, startsAfresh, timesOut, triesAgainAfter } from './scenarios/taken-for-granted.ts';

const CAUSES = [
  ['an Error', () => otherError('connection lost')],
  ['a NetworkError', () => networkError()],
  ['a string', () => thrownValue('down')],
  ['undefined', () => thrownValue(undefined)],
] as const;

/** What a careless solution takes for the payment's own failure, or for none. */
const MISLEADING = [
  [
    'a PaymentError',
    () => ({ class: 'PaymentError', args: ['IN_PROGRESS', 'of the store'], handle: 'thrown:store' }) as const,
  ],
  ['a DeclinedError', () => declinedError()],
  ['an Error that has a cause', () => errorCausedBy(declinedError())],
  ['null', () => thrownValue(null)],
  ['0', () => thrownValue(0)],
  ["''", () => thrownValue('')],
  ['false', () => thrownValue(false)],
] as const;

/** What the report of the first payment must be. */
function report(payments: Payments, key: string, status: string, cause: unknown): unknown {
  return { key, paymentId: idOf(payments, 0), status, cause };
}

describe('outcomes that cannot be recorded', () => {
  for (const kind of ['before', 'after'] as const) {
    const when = kind === 'before' ? 'is refused' : 'takes place and then fails';
    for (const [name, make] of CAUSES) {
      rule('P12', `a success stands when its recording ${when} with ${name}`, async () => {
        const payments = await openPayments();
        const { processor, provider, store, clock } = payments;
        const error = make();
        store.next('updateStatus', { kind, error }, 9);
        const response = values().response();
        provider.script({ kind: 'approve', response });
        const key = values().key();
        expect(await paid(processor.processPayment(key, values().payload())), 'response').toEqual(response);
        await clock.advance(100_000);
        expect(provider.charges.length, 'calls of the provider').toBe(1);
        const statuses = store.callsOf('updateStatus').map((call) => call.args[2]);
        expect(statuses, 'what updateStatus was called with').toMatchObject([{ status: 'completed' }]);
        expect(payments.unrecorded(), 'reports').toEqual([report(payments, key, 'completed', theVery(error))]);
      });
    }

    for (const [index, ending] of BAD_ENDINGS.entries()) {
      const [name, make] = CAUSES[index % CAUSES.length] ?? CAUSES[0];
      rule('P12', `${ending.name} stands when its recording ${when} with ${name}`, async () => {
        if (!(await triesAgainAfter(ending.error())) || !(await failsAs(ending))) return;
        const payments = await openPayments();
        const { processor, provider, store, clock } = payments;
        const error = make();
        store.next('updateStatus', { kind, error }, 9);
        const cause = failAll(provider, ending);
        const key = values().key();
        await refusedFor(processor.processPayment(key, values().payload()), ending.code, cause);
        const charges = provider.charges.length;
        await clock.advance(100_000);
        expect(provider.charges.length, 'calls of the provider').toBe(charges);
        const statuses = store.callsOf('updateStatus').map((call) => call.args[2]);
        expect(statuses, 'what updateStatus was called with').toMatchObject([{ status: 'failed' }]);
        expect(payments.unrecorded(), 'reports').toEqual([report(payments, key, 'failed', theVery(error))]);
      });
    }
  }

  for (const code of ['NOT_FOUND', 'EXPIRED', 'STALE_CLAIM', 'ALREADY_FINAL']) {
    for (const outcome of ['success', 'failure'] as const) {
      rule('P12', `a ${outcome} whose recording is refused with ${code} is reported`, async () => {
        if (!(await triesAgainAfter(otherError()))) return;
        const payments = await openPayments({ config: { maxAttempts: 1 } });
        const { processor, provider, store } = payments;
        const key = values().key();
        const error = idempotencyError(code, key);
        store.next('updateStatus', { kind: 'before', error });
        provider.script(outcome === 'success' ? { kind: 'approve' } : { kind: 'fail', error: otherError() });
        await settled([processor.processPayment(key, values().payload())]);
        const status = outcome === 'success' ? 'completed' : 'failed';
        expect(payments.unrecorded(), 'reports').toEqual([report(payments, key, status, theVery(error))]);
      });
    }
  }

  for (const [name, make] of MISLEADING) {
    for (const outcome of ['success', 'failure'] as const) {
      rule('P12', `a ${outcome} whose recording is refused with ${name} stands and is reported`, async () => {
        if (!(await triesAgainAfter(declinedError())) || !(await failsAs(DECLINE))) return;
        const payments = await openPayments({ config: { maxAttempts: 1 } });
        const { processor, provider, store } = payments;
        const error = make();
        store.next('updateStatus', { kind: 'before', error });
        const failure = declinedError('of the payment');
        provider.script(outcome === 'success' ? { kind: 'approve' } : { kind: 'fail', error: failure });
        const key = values().key();
        const call = processor.processPayment(key, values().payload());
        if (outcome === 'success') await paid(call);
        else await refusedFor(call, 'DECLINED', theVery(failure));
        const status = outcome === 'success' ? 'completed' : 'failed';
        expect(payments.unrecorded(), 'reports').toEqual([report(payments, key, status, theVery(error))]);
      });
    }
  }

  for (const [name, response] of FALSY_RESPONSES) {
    rule('P12', `a success whose response is ${name} stands when it cannot be recorded`, async () => {
      const payments = await openPayments();
      const { processor, provider, store } = payments;
      provider.otherwise({ kind: 'approve', response });
      // That such a response reaches the caller is the rule of paying.
      const usual = await paid(processor.processPayment(values().key(), values().payload()));
      const settlings = store.callsOf('updateStatus').length;
      const error = otherError();
      store.next('updateStatus', { kind: 'before', error });
      const key = values().key();
      expect(await paid(processor.processPayment(key, values().payload())), 'response').toEqual(usual);
      const statuses = store.callsOf('updateStatus').map((call) => call.args[2]);
      expect(statuses.slice(settlings), 'what updateStatus was called with').toMatchObject([{ status: 'completed' }]);
      const told = { key, paymentId: idOf(payments, 1), status: 'completed', cause: theVery(error) };
      expect(payments.unrecorded(), 'reports').toEqual([told]);
    });
  }

  const again = otherError();
  for (const [whatFor, errors] of [
    ['different errors', [otherError('the one'), otherError('the other')]],
    ['the very same error', [again, again]],
  ] as const) {
    rule('P12', `two outcomes of one payment that cannot be recorded for ${whatFor} are two reports`, async () => {
      if (!(await triesAgainAfter(declinedError())) || !(await startsAfresh())) return;
      const payments = await openPayments({ config: { maxAttempts: 1 } });
      for (const error of errors) payments.store.next('updateStatus', { kind: 'after', error });
      const key = values().key();
      const payload = values().payload();
      for (const error of [declinedError(), declinedError()]) {
        payments.provider.script({ kind: 'fail', error });
        await settled([payments.processor.processPayment(key, payload)]);
      }
      // That the next call tries again is the rule of failures.
      if (payments.provider.charges.length < 2) return;
      const reports = errors.map((error) => report(payments, key, 'failed', theVery(error)));
      expect(payments.unrecorded(), 'reports').toEqual(reports);
    });
  }

  for (const failures of [['N'], ['L', 'S'], ['T'], ['T', 'N']] satisfies Failure[][]) {
    rule(
      'P12',
      `a success after attempts that end in ${inWords(failures)} stands when it cannot be recorded`,
      async () => {
        if (!(await timesOut())) return;
        const payments = await openPayments({ config: { attemptTimeoutMs: 1_000 } });
        const { processor, provider, store } = payments;
        provider.script(...failures.map((failure) => failing(failure)));
        const error = otherError();
        store.next('updateStatus', { kind: 'before', error }, 9);
        const key = values().key();
        const call = processor.processPayment(key, values().payload());
        await settled([call]);
        // Which attempts are retried is the rule of retries.
        if (provider.charges.length > 0 && provider.charges.length <= failures.length) return;
        await paid(call);
        const statuses = store.callsOf('updateStatus').map(({ args }) => args[2]);
        expect(statuses, 'what updateStatus was called with').toMatchObject([{ status: 'completed' }]);
        expect(payments.unrecorded(), 'reports').toEqual([report(payments, key, 'completed', theVery(error))]);
      },
    );
  }

  rule('P12', 'timeouts stand when they cannot be recorded', async () => {
    if (!(await timesOut())) return;
    const payments = await openPayments({ config: { maxAttempts: 2 } });
    const { processor, provider, store } = payments;
    provider.otherwise({ kind: 'hold' });
    const error = otherError();
    store.next('updateStatus', { kind: 'before', error }, 9);
    const key = values().key();
    await refused(processor.processPayment(key, values().payload()), 'RETRIES_EXHAUSTED');
    // That timeouts are settled is the rule of failures.
    if (store.callsOf('updateStatus').length === 0) return;
    expect(store.callsOf('updateStatus').length, 'calls of updateStatus').toBe(1);
    expect(payments.unrecorded(), 'reports').toEqual([report(payments, key, 'failed', theVery(error))]);
  });

  rule('P12', 'the error of a failure that cannot be recorded has all its details', async () => {
    if (!(await failsAs(DECLINE))) return;
    const payments = await openPayments();
    const { processor, provider, store } = payments;
    provider.otherwise({ kind: 'fail', error: declinedError() });
    const usual = await refused(processor.processPayment(values().key(), values().payload()), 'DECLINED');
    store.next('updateStatus', { kind: 'before', error: otherError() });
    const error = await refused(processor.processPayment(values().key(), values().payload()), 'DECLINED');
    // Which details an error has is the rule of errors that are not retried.
    const wanted = { paymentId: at(provider.charges, 0, 'charge').paymentId, attempts: 1 };
    if (!isDeepStrictEqual(usual.details, wanted)) return;
    expect(error.details, 'details of the error').toMatchObject({ paymentId: idOf(payments, 1), attempts: 1 });
  });

  for (const callers of [2, 10]) {
    rule('P12', `${callers} callers share an unrecorded success, which is reported once`, async () => {
      if (!(await joins())) return;
      const payments = await openPayments();
      const error = otherError();
      payments.store.next('updateStatus', { kind: 'before', error });
      const key = values().key();
      const payload = values().payload();
      payments.provider.otherwise({ kind: 'approve', afterMs: 10 });
      const calls = times(callers, () => payments.processor.processPayment(key, payload));
      for (const call of calls) await paid(call);
      expect(payments.unrecorded(), 'reports').toEqual([report(payments, key, 'completed', theVery(error))]);
    });
  }

  for (const callers of [2, 10]) {
    rule('P12', `${callers} callers share an unrecorded failure, which is settled and reported once`, async () => {
      if (!(await joins()) || !(await triesAgainAfter(declinedError())) || !(await failsAs(DECLINE))) return;
      const payments = await openPayments();
      const { processor, provider, store, unrecorded } = payments;
      const error = otherError();
      store.next('updateStatus', { kind: 'before', error }, 2 * callers);
      provider.otherwise({ kind: 'fail', error: declinedError(), afterMs: 10 });
      const key = values().key();
      const payload = values().payload();
      const calls = times(callers, () => processor.processPayment(key, payload));
      await settled(calls);
      // That a call that joined does not try again is the rule of joining.
      if (store.callsOf('insertPending').length > 1) return;
      for (const call of calls) await refused(call, 'DECLINED');
      expect(store.callsOf('updateStatus').length, 'calls of updateStatus').toBe(1);
      expect(unrecorded(), 'reports').toEqual([report(payments, key, 'failed', theVery(error))]);
    });
  }

  for (const outcome of ['success', 'failure'] as const) {
    rule('P12', `a ${outcome} that could not be recorded is not recorded later, though others are`, async () => {
      if (!(await triesAgainAfter(declinedError()))) return;
      const { processor, provider, store, clock } = await openPayments();
      store.next('updateStatus', { kind: 'before', error: otherError() });
      provider.script(outcome === 'success' ? { kind: 'approve' } : { kind: 'fail', error: declinedError() });
      const key = values().key();
      await settled([processor.processPayment(key, values().payload())]);
      const settlings = store.callsOf('updateStatus').length;
      expect(settlings, 'calls of updateStatus for the first payment').toBe(1);
      for (let others = 1; others <= 3; others += 1) {
        await paid(processor.processPayment(values().key(), values().payload()));
        await clock.advance(100_000);
      }
      const later = store.callsOf('updateStatus').slice(settlings);
      expect(later.filter(({ args }) => args[0] === key).length, 'later calls of updateStatus for it').toBe(0);
    });
  }

  rule('P12', 'a recording that hangs for a minute and then fails is reported then', async () => {
    const payments = await openPayments();
    const { processor, store, clock, unrecorded } = payments;
    store.next('updateStatus', { kind: 'hold' });
    const key = values().key();
    const call = processor.processPayment(key, values().payload());
    await clock.advance(60_000);
    expect(unrecorded(), 'reports while the store is silent').toEqual([]);
    const error = networkError();
    at(store.callsOf('updateStatus'), 0, 'settling').release(error);
    await paid(call);
    expect(unrecorded(), 'reports').toEqual([report(payments, key, 'completed', theVery(error))]);
  });

  rule('P12', 'each outcome that cannot be recorded has a report of its own', async () => {
    const payments = await openPayments();
    const { processor, provider, store, unrecorded } = payments;
    const error = otherError();
    store.next('updateStatus', { kind: 'before', error }, 40);
    const keys = times(40, () => values().key());
    for (const call of keys.map((key) => processor.processPayment(key, key))) await paid(call);
    const reports = provider.charges.map(({ payload }, charge) => {
      return { key: payload, paymentId: idOf(payments, charge), status: 'completed', cause: theVery(error) };
    });
    expect(reports.length, 'charges').toBe(40);
    expect(new Set(unrecorded()), 'reports').toEqual(new Set(reports));
  });

  for (const outcome of ['success', 'failure'] as const) {
    rule(
      'P12',
      `an unrecorded ${outcome} after a failure is reported under the payment id that was charged`,
      async () => {
        if (!(await triesAgainAfter(otherError()))) return;
        const config = { maxAttempts: 1 };
        const payments = await openPayments({ processors: 2, config });
        const { processors, provider, store, unrecorded } = payments;
        const key = values().key();
        const payload = values().payload();
        provider.script({ kind: 'fail', error: otherError() });
        await settled([at(processors, 0, 'processor').processPayment(key, payload)]);
        const error = otherError('the store is down');
        store.next('updateStatus', { kind: 'before', error });
        provider.script(outcome === 'success' ? { kind: 'approve' } : { kind: 'fail', error: otherError() });
        await settled([at(processors, 1, 'processor').processPayment(key, payload)]);
        const paymentId = idOf(payments, 1);
        const status = outcome === 'success' ? 'completed' : 'failed';
        expect(unrecorded(), 'reports').toEqual([{ key, paymentId, status, cause: theVery(error) }]);
      },
    );
  }

  rule('P12', 'what was recorded is not reported', async () => {
    const { processor, provider, unrecorded } = await openPayments({ config: { maxAttempts: 1 } });
    provider.script({ kind: 'approve' }, { kind: 'fail', error: otherError() });
    await paid(processor.processPayment(values().key(), values().payload()));
    await settled([processor.processPayment(values().key(), values().payload())]);
    await paid(processor.processPayment(values().key(), values().payload()));
    expect(provider.charges.length, 'calls of the provider').toBe(3);
    expect(unrecorded(), 'reports').toEqual([]);
  });
});

describe('claims that were lost during the charge', () => {
  const config = { maxAttempts: 1, attemptTimeoutMs: 60_000 };
  const others = [
    ['nobody else has claimed the key', undefined, undefined],
    ['another processor is charging', { kind: 'hold' }, 'pending'],
    ['another processor has succeeded', { kind: 'approve' }, 'completed'],
    ['another processor has failed', { kind: 'fail', error: otherError('theirs') }, 'failed'],
  ] as const;
  for (const [name, theirs, status] of others) {
    for (const outcome of ['success', 'failure'] as const) {
      rule('P12', `a ${outcome} stands after its claim expired and ${name}`, async () => {
        if (!(await paysExpired())) return;
        if (!(await triesAgainAfter(otherError())) || !(await failsAs(FAULT))) return;
        const payments = await openPayments({ ttlMs: 1_000, processors: 2, config });
        const { provider, processors, store, clock, idle } = payments;
        provider.script({ kind: 'hold' });
        const key = values().key();
        const payload = values().payload();
        const first = at(processors, 0, 'processor').processPayment(key, payload);
        await clock.advance(1_500);
        if (theirs !== undefined) {
          provider.script(theirs);
          const second = at(processors, 1, 'processor').processPayment(key, payload);
          await idle();
          // That a processor does not join what another has under way is the rule of independent ones.
          if (store.callsOf('insertPending').length < 2) return;
          expect(second.state, 'state of the other call').toBe(
            { pending: 'open', completed: 'resolved', failed: 'rejected' }[status],
          );
        }
        const before = store.model?.record(key);
        expect(before?.status, 'status of the record').toBe(status);
        const settlings = store.callsOf('updateStatus').length;
        const charges = provider.charges.length;
        const response = values().response();
        const error = otherError('ours');
        at(provider.charges, 0, 'charge').answer(
          outcome === 'success' ? { kind: 'approve', response } : { kind: 'fail', error },
        );
        if (shareAnId(provider)) return;
        if (outcome === 'success') expect(await paid(first), 'response').toEqual(response);
        else await refusedFor(first, 'PROVIDER_FAULT', theVery(error));
        expect(provider.charges.length, 'calls of the provider').toBe(charges);
        expect(store.callsOf('updateStatus').length - settlings, 'settlings of the late outcome').toBe(1);
        expect(store.model?.record(key), 'the record of the other claim').toEqual(before);
        const told = outcome === 'success' ? 'completed' : 'failed';
        expect(payments.unrecorded(), 'reports').toMatchObject([{ key, paymentId: idOf(payments, 0), status: told }]);
      });
    }
  }

  for (const outcome of ['success', 'failure'] as const) {
    rule('P12', `a ${outcome} stands when its own processor has another payload of the key under way`, async () => {
      if (!(await paysExpired())) return;
      if (!(await triesAgainAfter(otherError())) || !(await failsAs(FAULT))) return;
      const payments = await openPayments({ ttlMs: 1_000, config });
      const { processor, provider, store, clock, idle, unrecorded } = payments;
      provider.script({ kind: 'hold' }, { kind: 'hold' });
      const key = values().key();
      const first = processor.processPayment(key, values().payload());
      await clock.advance(1_000);
      const second = processor.processPayment(key, values().payload());
      await idle();
      const before = store.model?.record(key);
      const [late, young] = provider.charges;
      // That another payload does not wait for the call in flight is the rule of mismatches.
      if (late === undefined || young === undefined || shareAnId(provider)) return;
      const response = values().response();
      const error = otherError('ours');
      late.answer(outcome === 'success' ? { kind: 'approve', response } : { kind: 'fail', error });
      if (outcome === 'success') expect(await paid(first), 'response').toEqual(response);
      else await refusedFor(first, 'PROVIDER_FAULT', theVery(error));
      expect(store.model?.record(key), 'the record of the other payload').toEqual(before);
      const status = outcome === 'success' ? 'completed' : 'failed';
      expect(unrecorded(), 'reports').toMatchObject([{ key, paymentId: idOf(payments, late.index), status }]);
      young.answer({ kind: 'approve' });
      await paid(second);
      expect(store.model?.record(key)?.status, 'status of the record in the end').toBe('completed');
      expect(unrecorded().length, 'reports in the end').toBe(1);
    });
  }
});
