/** One key of a store as the rules describe it, one operation after the other: what overlapping ones are compared with. */

import { isDeepStrictEqual } from 'node:util';
import type { Claim, InsertResult, PaymentOutcome, StoredRecord } from './contract.ts';

/** The record that was claimed last, expired or not, and its claim's token; both absent before the first claim. */
export interface KeyState {
  readonly record?: StoredRecord;
  readonly token?: string;
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
  if (live === undefined) return isGone(state, seen) ? state : undefined;
  const refusal = state.token !== token ? 'STALE_CLAIM' : live.status !== 'pending' ? 'ALREADY_FINAL' : undefined;
  if (refusal !== undefined) return seen.on === 'rejected' && seen.code === refusal ? state : undefined;
  return seen.on === 'settled' ? { token, record: { ...live, ...outcome } } : undefined;
}

function got(state: KeyState, seen: Seen, setting: Setting): KeyState | undefined {
  const live = liveRecord(state, setting);
  const fits = live === undefined ? isGone(state, seen) : seen.on === 'got' && isDeepStrictEqual(seen.record, live);
  return fits ? state : undefined;
}

function liveRecord(state: KeyState, { now }: Setting): StoredRecord | undefined {
  return state.record !== undefined && now < state.record.expiresAt ? state.record : undefined;
}

/** An expired record may have been dropped at any time; what was never there cannot have expired. */
function isGone(state: KeyState, seen: Seen): boolean {
  if (seen.on !== 'rejected') return false;
  return seen.code === 'NOT_FOUND' || (seen.code === 'EXPIRED' && state.record !== undefined);
}
