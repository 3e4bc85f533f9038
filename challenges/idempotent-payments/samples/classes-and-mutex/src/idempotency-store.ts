import { ConfigError, IdempotencyError } from './contract.ts';
import type {
  Claim,
  IdempotencyRecord,
  IdempotencyStore,
  IdempotencyStoreOptions,
  InsertResult,
  PaymentOutcome,
} from './contract.ts';
import { ExpiryHeap } from './expiry-heap.ts';
import { KeyedMutex } from './keyed-mutex.ts';

interface Row {
  readonly record: IdempotencyRecord;
  readonly token: string;
}

class InMemoryIdempotencyStore implements IdempotencyStore {
  readonly #options: IdempotencyStoreOptions;
  readonly #rows = new Map<string, Row>();
  readonly #deadlines = new ExpiryHeap();
  readonly #mutex = new KeyedMutex();

  constructor(options: IdempotencyStoreOptions) {
    this.#options = options;
  }

  async insertPending(key: string, claim: Claim): Promise<InsertResult> {
    const own = { ...claim };
    return this.#mutex.run(key, () => this.#claim(key, own));
  }

  async updateStatus(key: string, token: string, outcome: PaymentOutcome): Promise<void> {
    const own = structuredClone(outcome);
    return this.#mutex.run(key, () => this.#settle(key, token, own));
  }

  async get(key: string): Promise<IdempotencyRecord> {
    return this.#mutex.run(key, () => structuredClone(this.#live(key).record));
  }

  async size(): Promise<number> {
    return this.#rows.size;
  }

  #claim(key: string, claim: Claim): InsertResult {
    const now = this.#options.clock.now();
    const row = this.#rows.get(key);
    let paymentId = claim.paymentId;
    if (row !== undefined && now < row.record.expiresAt) {
      const record = structuredClone(row.record);
      if (record.fingerprint !== claim.fingerprint) return { outcome: 'mismatch', record };
      if (record.status !== 'failed') return { outcome: 'duplicate', record };
      paymentId = record.paymentId;
    }
    const token = crypto.randomUUID();
    const expiresAt = now + this.#options.ttlMs;
    const record: IdempotencyRecord = {
      key,
      status: 'pending',
      fingerprint: claim.fingerprint,
      paymentId,
      createdAt: now,
      expiresAt,
    };
    this.#rows.set(key, { record, token });
    this.#deadlines.push({ key, token, expiresAt });
    this.#collect(now);
    return { outcome: 'inserted', token, record: { ...record } };
  }

  #settle(key: string, token: string, outcome: PaymentOutcome): void {
    const row = this.#live(key);
    if (row.token !== token) throw new IdempotencyError('STALE_CLAIM', key);
    if (row.record.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
    this.#rows.set(key, { token, record: { ...row.record, ...outcome } });
  }

  #live(key: string): Row {
    const row = this.#rows.get(key);
    if (row === undefined) throw new IdempotencyError('NOT_FOUND', key);
    if (this.#options.clock.now() < row.record.expiresAt) return row;
    this.#rows.delete(key);
    throw new IdempotencyError('EXPIRED', key);
  }

  #collect(now: number): void {
    for (let left = 3; left > 0;) {
      const first = this.#deadlines.peek();
      if (first === undefined || now < first.expiresAt) break;
      this.#deadlines.pop();
      // Of a row that was claimed again since, this is an old deadline, and costs nothing.
      if (this.#rows.get(first.key)?.token !== first.token) continue;
      this.#rows.delete(first.key);
      left -= 1;
    }
    // Many re-claims leave many old deadlines: start over when they outnumber the rows.
    if (this.#deadlines.length > 2 * this.#rows.size + 100) this.#deadlines.reset(this.#current());
  }

  *#current(): Generator<{ key: string; token: string; expiresAt: number }> {
    for (const [key, { token, record }] of this.#rows) yield { key, token, expiresAt: record.expiresAt };
  }
}

export function createIdempotencyStore(options: IdempotencyStoreOptions): IdempotencyStore {
  if (!(Number.isFinite(options.ttlMs) && options.ttlMs > 0)) {
    throw new ConfigError('ttlMs has to be a finite number above 0');
  }
  return new InMemoryIdempotencyStore({ ...options });
}
