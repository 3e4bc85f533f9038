/** One key of a store as the rules describe it, one operation after the other: what overlapping ones are compared with. */

import { isDeepStrictEqual } from 'node:util';
import type { Claim, InsertResult, PaymentOutcome, StoredRecord } from './contract.ts';

/** What a correct store may hold under one key; nothing before the first claim. */
export interface KeyState {
  /** The record that was claimed last, expired or not. */
  readonly record?: StoredRecord;
  /** The token of its claim. */
  readonly token?: string;
  /** It was seen as expired, or dropped for having expired: it never comes back, whatever the clock says. */
  readonly gone?: true;
}

export type Operation =
  | { readonly do: 'claim'; readonly claim: Claim }
  | { readonly do: 'settle'; readonly token: string; readonly outcome: PaymentOutcome }
  | { readonly do: 'get' };

/** What an operation came back with: a claim's result, a record, nothing, or the code of its error. */
export type Seen =
  | { readonly on: 'claimed'; readonly result: InsertResult }
  | { readonly on: 'settled' }
  | { readonly on: 'got'; readonly record: StoredRecord }
  | { readonly on: 'rejected'; readonly code: string };

export interface Step {
  readonly operation: Operation;
  readonly seen: Seen;
}

/** Where and when an operation takes effect; times in milliseconds. */
export interface Setting {
  readonly key: string;
  readonly now: number;
  readonly ttlMs: number;
}

/** The state after a step, or `undefined` when no correct store in `state` could have come back with that. */
export function takeStep(state: KeyState, step: Step, setting: Setting): KeyState | undefined {
  const { operation, seen } = step;
  switch (operation.do) {
    case 'claim':
      return seen.on === 'claimed' ? claimed(state, operation.claim, seen.result, setting) : undefined;
    case 'settle':
      return settled(state, operation, seen, setting);
    case 'get':
      return got(state, seen, setting);
  }
}

/**
 * What a store in `state` may hold at the instant `now`, at which it is called for whatever key: it may have come across
 * an expired record and dropped it, or not.
 */
export function statesAt(state: KeyState, now: number): readonly KeyState[] {
  const { record, gone } = state;
  const isDroppable = record !== undefined && gone === undefined && now >= record.expiresAt;
  return isDroppable ? [state, { ...state, gone: true }] : [state];
}

function claimed(state: KeyState, claim: Claim, result: InsertResult, setting: Setting): KeyState | undefined {
  const live = liveRecord(state, setting);
  if (live !== undefined && (live.fingerprint !== claim.fingerprint || live.status !== 'failed')) {
    const outcome = live.fingerprint === claim.fingerprint ? 'duplicate' : 'mismatch';
    return result.outcome === outcome && isDeepStrictEqual(result.record, live) ? state : undefined;
  }
  const record: StoredRecord = {
    key: setting.key,
    status: 'pending',
    fingerprint: claim.fingerprint,
    paymentId: live?.paymentId ?? claim.paymentId,
    createdAt: setting.now,
    expiresAt: setting.now + setting.ttlMs,
  };
  if (result.outcome !== 'inserted' || !isDeepStrictEqual(result.record, record)) return undefined;
  return { record, token: result.token };
}

function settled(
  state: KeyState,
  { token, outcome }: Extract<Operation, { readonly do: 'settle' }>,
  seen: Seen,
  setting: Setting,
): KeyState | undefined {
  const live = liveRecord(state, setting);
  if (live === undefined) return goneFor(state, seen);
  const refusal = state.token !== token ? 'STALE_CLAIM' : live.status !== 'pending' ? 'ALREADY_FINAL' : undefined;
  if (refusal !== undefined) return seen.on === 'rejected' && seen.code === refusal ? state : undefined;
  return seen.on === 'settled' ? { token, record: { ...live, ...outcome } } : undefined;
}

function got(state: KeyState, seen: Seen, setting: Setting): KeyState | undefined {
  const live = liveRecord(state, setting);
  if (live === undefined) return goneFor(state, seen);
  return seen.on === 'got' && isDeepStrictEqual(seen.record, live) ? state : undefined;
}

function liveRecord({ record, gone }: KeyState, { now }: Setting): StoredRecord | undefined {
  return record !== undefined && gone === undefined && now < record.expiresAt ? record : undefined;
}

/** Who asks for an expired record has seen that it is gone; what was never there cannot have expired. */
function goneFor(state: KeyState, seen: Seen): KeyState | undefined {
  if (seen.on !== 'rejected') return undefined;
  if (state.record === undefined) return seen.code === 'NOT_FOUND' ? state : undefined;
  if (seen.code !== 'NOT_FOUND' && seen.code !== 'EXPIRED') return undefined;
  return state.gone === true ? state : { ...state, gone: true };
}
