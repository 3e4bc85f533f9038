/** Bringing a key of the candidate's store into a state, and looking at what is there. */

import { expect } from 'vitest';
import type { Call } from './call.ts';
import type { Claim, InsertResult, JsonValue, PaymentOutcome, StoredRecord } from './contract.ts';
import { expectAnswer } from './expect-answer.ts';
import { expectSame } from './expect-same.ts';
import type { StoreUnderTest } from './open-store.ts';
import { values } from './suite.ts';

export type RecordState = StoredRecord['status'];

/** Every state that a live record can be in. */
export const RECORD_STATES: readonly RecordState[] = ['pending', 'completed', 'failed'];

/** A record that a case has put into the store. */
export interface PreparedRecord {
  readonly key: string;
  readonly claim: Claim;
  /** The token of its latest claim. */
  readonly token: string;
  /** What `get` must answer. */
  readonly record: StoredRecord;
}

export type Inserted = Extract<InsertResult, { readonly outcome: 'inserted' }>;

/** Claims a key and brings its record into `state`, all at the present instant; key and claim are fresh unless given. */
export async function prepareRecord(
  store: StoreUnderTest,
  state: RecordState,
  wanted: { readonly key?: string; readonly claim?: Claim; readonly response?: JsonValue } = {},
): Promise<PreparedRecord> {
  const key = wanted.key ?? values().key();
  const claim = wanted.claim ?? values().claim();
  const { token, record } = await claimKey(store, key, claim);
  if (state === 'pending') return { key, claim, token, record };
  const outcome = outcomeOf(state, wanted.response === undefined ? values().response() : wanted.response);
  await expectAnswer(store.updateStatus(key, token, outcome), `settling a pending record as ${state}`);
  return { key, claim, token, record: { ...record, ...outcome } };
}

/** Many records at once, each under a fresh key: all claims overlap, and then all settlings. */
export async function prepareRecords(
  store: StoreUnderTest,
  state: RecordState,
  count: number,
): Promise<readonly PreparedRecord[]> {
  const asked = Array.from({ length: count }, () => ({ key: values().key(), claim: values().claim() }));
  const claims = asked.map(({ key, claim }) => ({ key, claim, call: store.insertPending(key, claim) }));
  const pending: PreparedRecord[] = [];
  for (const { key, claim, call } of claims) pending.push({ key, claim, ...(await inserted(call)) });
  if (state === 'pending') return pending;
  const outcomes = pending.map(() => outcomeOf(state, values().response()));
  const settlings = pending.map(({ key, token }, index) => store.updateStatus(key, token, outcomes[index] ?? FAILED));
  for (const settling of settlings) await expectAnswer(settling, `settling a pending record as ${state}`);
  return pending.map((one, index) => ({ ...one, record: { ...one.record, ...outcomes[index] } }));
}

const FAILED: PaymentOutcome = { status: 'failed' };

function outcomeOf(state: Exclude<RecordState, 'pending'>, response: JsonValue): PaymentOutcome {
  return state === 'failed' ? FAILED : { status: state, response };
}

/** Claims a key that must be free. */
export async function claimKey(store: StoreUnderTest, key: string, claim: Claim): Promise<Inserted> {
  return inserted(store.insertPending(key, claim));
}

async function inserted(call: Call<InsertResult>): Promise<Inserted> {
  const result = await expectAnswer(call, 'claiming a free key');
  expect(result.outcome, 'outcome of claiming a free key').toBe('inserted');
  if (result.outcome !== 'inserted') throw new Error('unreachable');
  return result;
}

/** Claims a key; `undefined` where the store does not insert it, for cases to which only an inserted one matters. */
export async function tryClaim(store: StoreUnderTest, key: string, claim: Claim): Promise<Inserted | undefined> {
  const result = await expectAnswer(store.insertPending(key, claim), 'claiming a key');
  return result.outcome === 'inserted' ? result : undefined;
}

/** Passes when the store holds exactly this record under its key. */
export async function expectRecord(store: StoreUnderTest, record: StoredRecord, what: string): Promise<void> {
  expectSame(await expectAnswer(store.get(record.key), what), record, what);
}
