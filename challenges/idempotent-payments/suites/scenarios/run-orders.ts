/** Runs schedules side by side, each on a key of its own: one step of all of them costs one request. */

import { expect } from 'vitest';
import { declinedError } from '../../../../grader/judge/errors.ts';
import { openTraced, type Traced } from '../../../../grader/judge/open-traced.ts';
import type { PaymentsOptions } from '../../../../grader/judge/open-payments.ts';
import { isBroken } from './expect-rule.ts';
import { SubjectFailure } from '../../../../grader/judge/failures.ts';
import type { StoreCall } from '../../../../grader/judge/store-port.ts';
import { values, world } from '../../../../grader/judge/suite.ts';
import type { Breach } from '../../../../grader/judge/trace.ts';
import { describeOrder, turnsOf, type Order } from './release-orders.ts';

export interface OrdersOptions {
  readonly processors: number;
  /** The rule that the case belongs to; W1 stands for all of them. */
  readonly rule: string;
  /** What the first charge of every key is answered with; later ones are approved. */
  readonly first: 'approved' | 'declined';
  /** How many calls each processor gets in one turn. */
  readonly callers?: number;
  readonly store?: PaymentsOptions['store'];
  /** Whether the first step of every processor is its call; else all are called before the first step. */
  readonly called?: boolean;
}

/** More steps than what is left after a schedule can take. */
const MAX_LEFT = 40;

/** Fails when a schedule breaks the rule, also when it is run alone; names the simplest one that does. */
export async function runOrders(orders: readonly Order[], options: OrdersOptions): Promise<void> {
  const failed = await breachesOf(orders, options);
  const [simplest] = failed.toSorted((one, other) => turnsOf(one.order) - turnsOf(other.order));
  if (simplest === undefined) return;
  // Beside each other they are independent. A solution that couples keys breaks another rule, which has cases of its own.
  const [alone] = orders.length === 1 ? [simplest] : await breachesOf([simplest.order], options);
  if (alone !== undefined) fail(alone.order, alone.breach);
}

function fail(order: Order, { key, message }: Breach): never {
  world().focusOn({ key });
  throw new SubjectFailure(`processors let go in the order ${describeOrder(order)}: ${message}`);
}

interface Failed {
  readonly order: Order;
  readonly breach: Breach;
}

/** The schedules that break the rule, at most the first that the trace shows. */
async function breachesOf(orders: readonly Order[], options: OrdersOptions): Promise<readonly Failed[]> {
  const { processors, store = 'judge', rule, callers = 1, called = false } = options;
  // One more, for a call at the end that owes nothing to what the others have kept.
  const traced = await openTraced({ processors: processors + 1, store, config: { attemptTimeoutMs: 1_000_000 } });
  traced.store.otherwise('insertPending', { kind: 'steps' }).otherwise('updateStatus', { kind: 'steps' });
  traced.provider.otherwise({ kind: 'hold' });
  const keys = new Map(orders.map((order) => [values().key(), order]));
  const call = (key: string, processor: number): void => {
    for (let caller = 0; caller < callers; caller += 1) traced.pay(processor, key, key);
  };
  if (!called) for (const key of keys.keys()) for (let each = 0; each < processors; each += 1) call(key, each);
  await traced.idle();
  await letGo(traced, keys, options, call);
  await drain(traced, options);
  for (const key of keys.keys()) call(key, processors);
  await traced.idle();
  await drain(traced, options);
  const charged = new Set(traced.provider.charges.map(({ payload }) => payload));
  expect(charged.size, 'keys that are charged').toBe(keys.size);
  expect(traced.calls.filter(({ state }) => state === 'resolved').length, 'calls that resolve').toBeGreaterThan(0);
  const breach = traced.breach();
  if (!isBroken(rule, breach)) return [];
  const order = keys.get(breach.key) ?? orders[0];
  return order === undefined ? [] : [{ order, breach }];
}

/** Lets every schedule take its n-th step, for all n. */
async function letGo(
  traced: Traced,
  keys: ReadonlyMap<string, Order>,
  options: OrdersOptions,
  call: (key: string, processor: number) => void,
): Promise<void> {
  const steps = Math.max(...[...keys.values()].map((order) => order.length));
  for (let step = 0; step < steps; step += 1) {
    const held = heldOf(traced);
    for (const [key, order] of keys) {
      const processor = order[step];
      if (processor === undefined) continue;
      if (options.called === true && order.indexOf(processor) === step) call(key, processor);
      else advance(traced, held, { key, processor, first: options.first });
    }
    await traced.idle();
  }
}

type Held = ReadonlyMap<string, readonly StoreCall[]>;

function heldOf({ store }: Traced): Held {
  return Map.groupBy(
    store.calls.filter(({ isHeld }) => isHeld),
    ({ args, processor }) => nameOf(String(args[0]), processor),
  );
}

function nameOf(key: string, processor: number): string {
  return `${processor} ${key}`;
}

/** Lets what one processor waits for on one key take a step; nothing, where it waits for nothing. */
function advance(
  { provider }: Traced,
  held: Held,
  {
    key,
    processor,
    first,
  }: { readonly key: string; readonly processor: number; readonly first: OrdersOptions['first'] },
): void {
  const [call] = held.get(nameOf(key, processor)) ?? [];
  if (call !== undefined) return call.release();
  const charges = provider.charges.filter(({ payload }) => payload === key);
  const charge = charges.find(({ answeredAt }) => answeredAt === undefined);
  if (charge === undefined) return;
  if (first === 'declined' && charge === charges[0]) charge.answer({ kind: 'fail', error: declinedError() });
  else charge.answer({ kind: 'approve' });
}

/** Lets everything go that still waits, step by step. */
async function drain(traced: Traced, options: OrdersOptions): Promise<void> {
  for (let step = 0; step < MAX_LEFT; step += 1) {
    const held = heldOf(traced);
    const charged = traced.provider.charges.filter(({ answeredAt }) => answeredAt === undefined);
    if (held.size === 0 && charged.length === 0) return;
    for (const calls of held.values()) calls[0]?.release();
    for (const { payload } of held.size === 0 ? charged : []) {
      advance(traced, new Map(), { key: String(payload), processor: 0, first: options.first });
    }
    await traced.idle();
  }
}
