/** Random schedules: all that two processors ask of store and provider is held and released in the seed's order. */

import { expect } from 'vitest';
import type { Call } from '../../../../grader/judge/call.ts';
import type { JsonValue } from '../../../../grader/judge/contract.ts';
import { declinedError } from '../../../../grader/judge/errors.ts';
import type { Payments } from '../../../../grader/judge/open-payments.ts';
import { values } from '../../../../grader/judge/suite.ts';
import { at, ending, paid } from './outcomes.ts';

/** More steps than a schedule of so few calls can take. */
const MAX_STEPS = 60;

type Move = () => void;

/**
 * Makes four calls of one key and payload at two processors, the later ones perhaps after the first have settled, and a
 * fifth when nothing moves any more; perhaps the first charge is declined. However the seed orders it, never are two
 * charges under way, money moves once, and the fifth call resolves.
 */
export async function runSchedule(payments: Payments): Promise<void> {
  const { provider, store } = payments;
  store.next('insertPending', { kind: 'hold' }, MAX_STEPS).next('updateStatus', { kind: 'hold' }, MAX_STEPS);
  provider.otherwise({ kind: 'hold' });
  const response = values().response();
  const declines = values().random() < 0.5;
  const call = caller(payments);
  const release = (): Move[] => [...heldStoreCalls(payments), ...heldCharges(payments, response, declines)];
  const calls: Call<JsonValue>[] = [];
  await play(payments, () => [...(calls.length < 4 ? [() => void calls.push(call(calls.length))] : []), ...release()]);
  const right = declines ? ['DECLINED', 'IN_PROGRESS', 'resolved'] : ['IN_PROGRESS', 'resolved'];
  for (const made of calls) expect(right, 'ends of a call that are right').toContain(ending(made));
  expect(calls.map(ending), 'ends of the calls').toContain(declines ? 'DECLINED' : 'resolved');
  const last = call(calls.length);
  await payments.idle();
  await play(payments, release);
  for (const made of [...calls, last].filter((each) => ending(each) === 'resolved')) {
    expect(await paid(made), 'response of a call').toEqual(response);
  }
  expect(ending(last), 'end of the last call').toBe('resolved');
  const claims = store.callsOf('insertPending').filter(({ outcome }) => outcome === 'inserted');
  expect(provider.charges.length, 'charges, one for each claim that was taken').toBe(claims.length);
  expect(provider.charges.length, 'charges').toBe(declines ? 2 : 1);
  expect(provider.moved.length, 'payments for which money has moved').toBe(1);
}

function caller({ processors }: Payments): (index: number) => Call<JsonValue> {
  const key = values().key();
  const payload = values().payload();
  return (index) => at(processors, index % 2, 'processor').processPayment(key, payload);
}

/** Makes one of the possible moves after the other, until there is none. */
async function play({ provider, idle }: Payments, moves: () => Move[]): Promise<void> {
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const [move] = values().shuffled(moves());
    if (move === undefined) return;
    move();
    await idle();
    const underWay = provider.charges.filter(({ answeredAt }) => answeredAt === undefined);
    expect(underWay.length, 'charges under way at the same time').toBeLessThanOrEqual(1);
  }
}

function heldStoreCalls({ store }: Payments): Move[] {
  const held = store.calls.filter(({ outcome }) => outcome === undefined);
  return held.map((call) => () => call.release());
}

function heldCharges({ provider }: Payments, response: JsonValue, declines: boolean): Move[] {
  const held = provider.charges.filter(({ answeredAt }) => answeredAt === undefined);
  return held.map((charge) => () => {
    if (declines && charge.index === 0) charge.answer({ kind: 'fail', error: declinedError() });
    else charge.answer({ kind: 'approve', response });
  });
}
