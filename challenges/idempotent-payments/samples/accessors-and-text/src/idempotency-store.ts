import { Agenda } from './agenda.ts';
import {
  ConfigError,
  IdempotencyError,
  type Claim,
  type Clock,
  type CreateIdempotencyStore,
  type IdempotencyErrorCode,
  type IdempotencyRecord,
  type IdempotencyStore,
  type IdempotencyStoreOptions,
  type InsertResult,
  type PaymentOutcome,
} from './contract.ts';
import { HashTable } from './hash-table.ts';
import { Outcome } from './outcome.ts';
import { granted, refused, viewOf, type Row } from './record-view.ts';

class StoreError extends IdempotencyError {}

class MissingError extends StoreError {
  constructor(key: string) {
    super('NOT_FOUND', key);
  }
}

class Store implements IdempotencyStore {
  readonly #ttlMs: number;
  readonly #clock: Pick<Clock, 'now'>;
  readonly #rows = new HashTable<Row>();
  readonly #agenda = new Agenda<Row>();

  constructor({ ttlMs, clock }: IdempotencyStoreOptions) {
    if (!Number.isFinite(ttlMs) || ttlMs <= 0) throw new ConfigError('ttlMs is a finite number above 0');
    this.#ttlMs = ttlMs;
    this.#clock = clock;
  }

  insertPending(key: string, { fingerprint, paymentId }: Claim): Promise<InsertResult> {
    return Outcome.of(() => {
      const now = this.#clock.now();
      const row = this.#live(key, now);
      if (row !== undefined && row.fingerprint !== fingerprint) return refused(row, 'mismatch');
      if (row !== undefined && row.status !== 'failed') return refused(row, 'duplicate');
      const fresh: Row = {
        ...{ key, fingerprint, status: 'pending', token: this.#token(), createdAt: now, expiresAt: now + this.#ttlMs },
        paymentId: row === undefined ? paymentId : row.paymentId,
      };
      this.#rows.set(key, fresh);
      this.#agenda.add(fresh.expiresAt, fresh);
      this.#sweep(now);
      return granted(fresh);
    });
  }

  updateStatus(key: string, token: string, outcome: PaymentOutcome): Promise<void> {
    return Outcome.of(() => {
      const row = this.#demand(key);
      if (row.token !== token) throw problem('STALE_CLAIM', key);
      if (row.status !== 'pending') throw problem('ALREADY_FINAL', key);
      const { status } = outcome;
      this.#rows.set(
        key,
        outcome.status === 'completed'
          ? { ...row, status, text: JSON.stringify(outcome.response) }
          : { ...row, status },
      );
    });
  }

  get(key: string): Promise<IdempotencyRecord> {
    return Outcome.of(() => viewOf(this.#demand(key)));
  }

  size(): Promise<number> {
    return Outcome.of(() => this.#rows.count);
  }

  #token(): string {
    return crypto.getRandomValues(new Uint32Array(4)).join('.');
  }

  #demand(key: string): Row {
    const row = this.#live(key, this.#clock.now());
    if (row === undefined) throw new MissingError(key);
    return row;
  }

  /** Asking for a row that is over drops it. */
  #live(key: string, now: number): Row | undefined {
    const row = this.#rows.get(key);
    if (row === undefined || now < row.expiresAt) return row;
    this.#rows.delete(key);
    return undefined;
  }

  #sweep(now: number): void {
    for (let dropped = 0; dropped < 3;) {
      const due = this.#agenda.take(now);
      if (due === undefined) return;
      if (this.#rows.get(due.key)?.token !== due.token) continue;
      this.#rows.delete(due.key);
      dropped += 1;
    }
  }
}

function problem(code: IdempotencyErrorCode, key: string): StoreError {
  return new StoreError(code, key);
}

export const createIdempotencyStore: CreateIdempotencyStore = (options) => Object.freeze(new Store(options));
