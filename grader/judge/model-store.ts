/** A correct store in the judge: processors are judged on it, so that a broken store of the candidate's costs them nothing. */

import type { Claim, InsertResult, JsonValue, PaymentOutcome, StoreErrorCode, StoredRecord } from './contract.ts';

/** What the contract's `IdempotencyError` is here. */
export class StoreError extends Error {
  override readonly name = 'StoreError';
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode) {
    super(code);
    this.code = code;
  }
}

interface Entry {
  readonly record: StoredRecord;
  readonly token: string;
}

export class ModelStore {
  readonly #ttlMs: number;
  readonly #now: () => number;
  #entries = new Map<string, Entry>();
  #claims = 0;

  constructor(ttlMs: number, now: () => number) {
    this.#ttlMs = ttlMs;
    this.#now = now;
  }

  /** Claims a key (rules S1 to S4). */
  insertPending(key: string, claim: Claim): InsertResult {
    const live = this.record(key);
    if (live !== undefined && live.fingerprint !== claim.fingerprint) return { outcome: 'mismatch', record: live };
    if (live !== undefined && live.status !== 'failed') return { outcome: 'duplicate', record: live };
    this.#claims += 1;
    const token = `claim ${this.#claims}`;
    const now = this.#now();
    const record: StoredRecord = {
      key,
      status: 'pending',
      fingerprint: claim.fingerprint,
      paymentId: live?.paymentId ?? claim.paymentId,
      createdAt: now,
      expiresAt: now + this.#ttlMs,
    };
    this.#entries.set(key, { record, token });
    return { outcome: 'inserted', token, record };
  }

  /** Settles a claim (rule S5); throws `StoreError`. */
  updateStatus(key: string, token: string, outcome: PaymentOutcome): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) throw new StoreError('NOT_FOUND');
    if (!this.#isLive(entry)) throw new StoreError('EXPIRED');
    if (entry.token !== token) throw new StoreError('STALE_CLAIM');
    if (entry.record.status !== 'pending') throw new StoreError('ALREADY_FINAL');
    const { status } = outcome;
    const response: { response?: JsonValue } = outcome.status === 'completed' ? { response: outcome.response } : {};
    this.#entries.set(key, { ...entry, record: { ...entry.record, status, ...response } });
  }

  /** The live record (rule S6); throws `StoreError`. */
  get(key: string): StoredRecord {
    const entry = this.#entries.get(key);
    if (entry === undefined) throw new StoreError('NOT_FOUND');
    if (!this.#isLive(entry)) throw new StoreError('EXPIRED');
    return entry.record;
  }

  size(): number {
    return this.#entries.size;
  }

  /** The live record, if there is one. */
  record(key: string): StoredRecord | undefined {
    const entry = this.#entries.get(key);
    return entry !== undefined && this.#isLive(entry) ? entry.record : undefined;
  }

  #isLive(entry: Entry): boolean {
    return this.#now() < entry.record.expiresAt;
  }
}
