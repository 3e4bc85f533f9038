/**
 * What the case of one rule takes for granted of another. Where that does not hold the other rule is lost already, and the
 * case has nothing to say: one bug should cost one rule. A case asks for these before it begins.
 */

import { isDeepStrictEqual } from 'node:util';
import type { ThrowSpec } from '../../../../grader/wire/messages.ts';
import { otherError } from '../../../../grader/judge/errors.ts';
import { SubjectError } from '../../../../grader/judge/failures.ts';
import { openPayments } from '../../../../grader/judge/open-payments.ts';
import { triedOut, values } from '../../../../grader/judge/suite.ts';
import { callElsewhere } from './called-elsewhere.ts';
import { failAll, recover, type BadEnding } from './endings.ts';
import { at, ending, paid, settled } from './outcomes.ts';

/** A completed payment is replayed with its response (P2). */
export function replays(): Promise<boolean> {
  return triedOut('a completed payment is replayed', async () => {
    const { processor, provider } = await openPayments();
    const response = values().response();
    provider.script({ kind: 'approve', response });
    const key = values().key();
    const payload = values().payload();
    await paid(processor.processPayment(key, payload));
    const again = processor.processPayment(key, payload);
    await settled([again]);
    return ending(again) === 'resolved' && JSON.stringify(await paid(again)) === JSON.stringify(response);
  });
}

/** A completed key is refused to another payload (P5). */
export function refusesOthers(): Promise<boolean> {
  return triedOut('another payload is refused', async () => {
    const { processor } = await openPayments();
    const key = values().key();
    await paid(processor.processPayment(key, values().payload()));
    const other = processor.processPayment(key, values().payload());
    await settled([other]);
    return ending(other) === 'PAYLOAD_MISMATCH';
  });
}

/** A payment that is under way elsewhere is refused at once (P4). */
export function refusesElsewhere(): Promise<boolean> {
  return triedOut('a payment under way elsewhere is refused', async () => {
    const { second, finish } = await callElsewhere();
    await finish();
    return ending(second) === 'IN_PROGRESS';
  });
}

/** Overlapping calls at one processor share a run (P3). */
export function joins(): Promise<boolean> {
  return triedOut('overlapping calls share a run', async () => {
    const { processor, provider } = await openPayments();
    provider.otherwise({ kind: 'approve', afterMs: 10 });
    const key = values().key();
    const payload = values().payload();
    const calls = [processor.processPayment(key, payload), processor.processPayment(key, payload)];
    await settled(calls);
    await paid(processor.processPayment(values().key(), payload));
    return calls.every((call) => ending(call) === 'resolved') && provider.charges.length === 2;
  });
}

/** A key that has expired is a new payment, also for another processor (P13). */
export function paysExpired(): Promise<boolean> {
  return triedOut('an expired key is paid anew', async () => {
    const { processors, provider, clock } = await openPayments({ processors: 2, ttlMs: 1_000 });
    const key = values().key();
    const payload = values().payload();
    await paid(at(processors, 0, 'processor').processPayment(key, payload));
    await clock.advance(1_000);
    const again = at(processors, 1, 'processor').processPayment(key, payload);
    await settled([again]);
    return ending(again) === 'resolved' && provider.charges.length === 2;
  });
}

/** A call whose claim the store refuses comes to nothing, and nothing is charged (P11). */
export function givesUpWithoutStore(): Promise<boolean> {
  return triedOut('a refused claim comes to nothing', async () => {
    const { processor, provider, store } = await openPayments();
    store.next('insertPending', { kind: 'before', error: otherError() });
    const refused = processor.processPayment(values().key(), values().payload());
    await settled([refused]);
    const charges = provider.charges.length;
    await paid(processor.processPayment(values().key(), values().payload()));
    return ending(refused) !== 'resolved' && charges === 0;
  });
}

/** A payment that failed for `error`, its only attempt, is paid by the next call at the same processor (P9 and P3). */
export function triesAgainAfter(error: ThrowSpec): Promise<boolean> {
  return triedOut(`a payment is tried again after ${kindOf(error)}`, () => isTriedAgain(error, 0));
}

/** The same by a call at another processor (P9): that the same one starts afresh is the rule of joining. */
export function triesAgainElsewhereAfter(error: ThrowSpec): Promise<boolean> {
  return triedOut(`a payment is tried again elsewhere after ${kindOf(error)}`, () => isTriedAgain(error, 1));
}

async function isTriedAgain(error: ThrowSpec, next: number): Promise<boolean> {
  const { processor, processors, provider } = await openPayments({ processors: next + 1, config: { maxAttempts: 1 } });
  provider.script({ kind: 'fail', error });
  const key = values().key();
  const payload = values().payload();
  await settled([processor.processPayment(key, payload)]);
  const again = at(processors, next, 'processor').processPayment(key, payload);
  await settled([again]);
  await paid(processor.processPayment(values().key(), payload));
  return ending(again) === 'resolved' && provider.charges.length > 2;
}

/** A payment that fails like that is refused with the code of its ending, for the failure as its cause (P6, P7). */
export function failsAs(ending: BadEnding): Promise<boolean> {
  return triedOut(`a payment fails as after ${ending.name}`, async () => {
    const { processor, provider } = await openPayments();
    const cause = failAll(provider, ending);
    const call = processor.processPayment(values().key(), values().payload());
    await settled([call]);
    recover(provider);
    await paid(processor.processPayment(values().key(), values().payload()));
    const { standing } = call;
    if (standing.state !== 'rejected' || !(standing.error instanceof SubjectError)) return false;
    return standing.error.code === ending.code && isDeepStrictEqual(standing.error.cause, cause);
  });
}

/** An attempt that takes too long counts as a network failure, every time (P10). */
export function timesOut(): Promise<boolean> {
  return triedOut('an attempt times out', async () => {
    const { processor, provider, clock } = await openPayments({
      config: { maxAttempts: 3, retryDelayMs: 0, attemptTimeoutMs: 1_000 },
    });
    provider.script({ kind: 'hold' }, { kind: 'hold' });
    const call = processor.processPayment(values().key(), values().payload());
    await clock.advance(2_000);
    // A processor that charges nothing has not kept any rule.
    return provider.charges.length === 0 || (ending(call) === 'resolved' && provider.charges.length === 3);
  });
}

/** A later call at the same processor asks the store again, however the one before it ended (P3). */
export function startsAfresh(): Promise<boolean> {
  return triedOut('a later call asks the store again', async () => {
    const { processor, provider, store } = await openPayments();
    const asksAgain = async (): Promise<boolean> => {
      const key = values().key();
      const payload = values().payload();
      await settled([processor.processPayment(key, payload)]);
      const before = store.calls.length;
      await settled([processor.processPayment(key, payload)]);
      return before === 0 || store.calls.length > before;
    };
    const afterSuccess = await asksAgain();
    provider.script({ kind: 'fail', error: otherError() });
    const afterFailure = await asksAgain();
    store.next('insertPending', { kind: 'before', error: otherError() });
    return afterSuccess && afterFailure && (await asksAgain());
  });
}

/** Errors of one kind differ in their handles alone. */
function kindOf(error: ThrowSpec): string {
  return JSON.stringify(error, (name, value: unknown) => (name === 'handle' ? undefined : value));
}
