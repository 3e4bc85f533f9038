import type { IdempotencyErrorCode, IdempotencyRecord, InsertResult, PaymentOutcome } from './contract.ts';
import { find, least, withEntry, without, type Order, type Treap } from './treap.ts';

interface Entry {
  readonly record: IdempotencyRecord;
  readonly claim: number;
}

interface End {
  readonly at: number;
  readonly claim: number;
}

export interface State {
  readonly byKey: Treap<string, Entry>;
  readonly byEnd: Treap<End, Entry>;
  readonly count: number;
  readonly claims: number;
}

export const EMPTY: State = Object.freeze({ byKey: null, byEnd: null, count: 0, claims: 0 });

export interface Asked {
  readonly key: string;
  readonly fingerprint: string;
  readonly paymentId: string;
  readonly ttlMs: number;
}

const byText: Order<string> = (one, other) => (one < other ? -1 : one === other ? 0 : 1);
const byEnd: Order<End> = (one, other) => one.at - other.at || one.claim - other.claim;

export type Next<T> = readonly [state: State, result: T];

export function claim(before: State, { key, fingerprint, paymentId, ttlMs }: Asked, now: number): Next<InsertResult> {
  const [state, live] = look(before, key, now);
  if (live !== undefined) {
    const { record } = live;
    if (record.fingerprint !== fingerprint) return [state, Object.freeze({ outcome: 'mismatch', record })];
    if (record.status !== 'failed') return [state, Object.freeze({ outcome: 'duplicate', record })];
  }
  const record: IdempotencyRecord = Object.freeze({
    ...{ key, status: 'pending' as const, fingerprint, paymentId: live?.record.paymentId ?? paymentId },
    ...{ createdAt: now, expiresAt: now + ttlMs },
  });
  const entry = Object.freeze({ record, claim: state.claims + 1 });
  const added = add(live === undefined ? state : drop(state, live), entry);
  const token = `t${entry.claim}`;
  return [swept(added, now, 3), Object.freeze({ outcome: 'inserted', token, record })];
}

export function settle(
  before: State,
  { key, token, outcome }: { readonly key: string; readonly token: string; readonly outcome: PaymentOutcome },
  now: number,
): Next<IdempotencyErrorCode | null> {
  const [state, live] = look(before, key, now);
  if (live === undefined) return [state, state === before ? 'NOT_FOUND' : 'EXPIRED'];
  if (token !== `t${live.claim}`) return [state, 'STALE_CLAIM'];
  if (live.record.status !== 'pending') return [state, 'ALREADY_FINAL'];
  const settled = Object.freeze({ ...live, record: Object.freeze({ ...live.record, ...outcome }) });
  return [{ ...state, byKey: withEntry(state.byKey, key, settled, byText) }, null];
}

export function read(before: State, key: string, now: number): Next<IdempotencyRecord | IdempotencyErrorCode> {
  const [state, live] = look(before, key, now);
  if (live !== undefined) return [state, live.record];
  return [state, state === before ? 'NOT_FOUND' : 'EXPIRED'];
}

/** The live entry of a key; one that is over leaves the state. */
function look(state: State, key: string, now: number): Next<Entry | undefined> {
  const entry = find(state.byKey, key, byText);
  return entry === undefined || now < entry.record.expiresAt ? [state, entry] : [drop(state, entry), undefined];
}

function add(state: State, entry: Entry): State {
  const { key } = entry.record;
  return Object.freeze({
    byKey: withEntry(state.byKey, key, entry, byText),
    byEnd: withEntry(state.byEnd, endOf(entry), entry, byEnd),
    count: state.count + 1,
    claims: entry.claim,
  });
}

function drop(state: State, entry: Entry): State {
  return Object.freeze({
    ...state,
    byKey: without(state.byKey, entry.record.key, byText),
    byEnd: without(state.byEnd, endOf(entry), byEnd),
    count: state.count - 1,
  });
}

function swept(state: State, now: number, most: number): State {
  const first = least(state.byEnd);
  return most === 0 || first === undefined || now < first.record.expiresAt
    ? state
    : swept(drop(state, first), now, most - 1);
}

function endOf({ record, claim: number }: Entry): End {
  return { at: record.expiresAt, claim: number };
}
