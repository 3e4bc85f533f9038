/** A store of the candidate's, driven by a hidden case. */

import { encodeValue, Kept, type WireValue } from '../wire/value.ts';
import type { Call } from './call.ts';
import type { Claim, InsertResult, PaymentOutcome, StoredRecord } from './contract.ts';
import { readInsertResult, readNumber, readRecord } from './read-result.ts';
import { world } from './suite.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** The candidate's store; every method starts a call, and what is called before the next `await` overlaps. */
export interface StoreUnderTest {
  readonly handle: string;
  insertPending(key: string, claim: Claim | Kept): Call<InsertResult>;
  updateStatus(key: string, token: string, outcome: PaymentOutcome | Kept): Call<void>;
  get(key: string): Call<StoredRecord>;
  size(): Call<number>;
}

/** The judge's clock as a case moves it. */
export interface CaseClock {
  now(): number;
  /** Lets `ms` pass, stopping wherever something is due. */
  advance(ms: number): Promise<void>;
  /** Puts the clock to `instant`, forwards or back. */
  set(instant: number): void;
}

export interface StoreOptions {
  /** Anything, so that wrong options can be tried. */
  readonly ttlMs: unknown;
  /** Whether to wait for the factory instead of opening the store together with the first call. */
  readonly atOnce?: boolean;
}

/** Opens a store of the candidate's; rejects with what the factory throws, where that is waited for. */
export async function openStore(
  options: StoreOptions,
): Promise<{ readonly store: StoreUnderTest; readonly clock: CaseClock }> {
  const handle = world().handle('store');
  world().enqueue({ do: 'open-store', handle, ttlMs: encodeValue(options.ttlMs) });
  if (options.atOnce === true) await world().opened();
  return { store: storeUnderTest(handle), clock: caseClock() };
}

/** The clock of the case under way. */
export function caseClock(): CaseClock {
  const here = world();
  const clock: VirtualClock = here.clock;
  return { now: () => clock.now(), advance: (ms) => here.advance(ms), set: (instant) => here.setClock(instant) };
}

function storeUnderTest(handle: string): StoreUnderTest {
  const here = world();
  return {
    handle,
    insertPending: (key, claim) =>
      here.call({
        target: handle,
        method: 'insertPending',
        args: [key, claim],
        shape: 'insert-result',
        read: readInsertResult,
      }),
    updateStatus: (key, token, outcome) =>
      here.call({
        target: handle,
        method: 'updateStatus',
        args: [key, token, outcome],
        shape: 'nothing',
        read: () => undefined,
      }),
    get: (key) => here.call({ target: handle, method: 'get', args: [key], shape: 'record', read: readRecord }),
    size: () => here.call({ target: handle, method: 'size', args: [], shape: 'number', read: readNumber }),
  };
}

/** Makes an object in the subject that a case can hand over and later reach into; kept ones within it are the very same objects. */
export function keep(value: unknown): Kept {
  const handle = world().handle('object');
  const wire: WireValue = encodeValue(value, (part) => (part instanceof Kept ? { r: part.handle } : undefined));
  world().enqueue({ do: 'make', handle, value: wire });
  return new Kept(handle);
}

/** Reaches into a kept object and changes everything, in the subject's next turn. */
export function scramble(kept: Kept | Call<unknown> | string): void {
  world().enqueue({ do: 'scramble', handle: handleOf(kept) });
}

/** The record that a call was answered with, as it looks now. */
export async function reread(call: Call<StoredRecord>): Promise<StoredRecord> {
  return readRecord(await world().ask({ do: 'read', handle: call.handle, shape: 'record' }));
}

/** The claim's result that a call was answered with, as it looks now. */
export async function rereadClaim(call: Call<InsertResult>): Promise<InsertResult> {
  return readInsertResult(await world().ask({ do: 'read', handle: call.handle, shape: 'insert-result' }));
}

/** Whether two kept objects share any part that could be changed. */
export async function shareParts(
  one: Kept | Call<unknown> | string,
  other: Kept | Call<unknown> | string,
): Promise<boolean> {
  return (await world().ask({ do: 'shares', handle: handleOf(one), other: handleOf(other) })) === true;
}

/** Whether a kept object is still its owner's to change: none of it was frozen in place. */
export async function isChangeable(kept: Kept): Promise<boolean> {
  return (await world().ask({ do: 'changeable', handle: kept.handle })) === true;
}

function handleOf(kept: Kept | Call<unknown> | string): string {
  return typeof kept === 'string' ? kept : kept.handle;
}
