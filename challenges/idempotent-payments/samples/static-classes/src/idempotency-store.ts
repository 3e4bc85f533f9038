import {
  ConfigError,
  IdempotencyError,
  type Claim,
  type IdempotencyRecord,
  type IdempotencyStore,
  type IdempotencyStoreOptions,
  type InsertResult,
  type PaymentOutcome,
} from './contract';
import { BinomialHeap } from './binomial-heap';

interface Row {
  record: IdempotencyRecord;
  readonly token: string;
  dead: boolean;
}

/** One class for each store: its static side is the store. */
export const createIdempotencyStore = ({ ttlMs, clock }: IdempotencyStoreOptions): IdempotencyStore => {
  if (!Number.isFinite(ttlMs) || !(ttlMs > 0)) throw new ConfigError('ttlMs');

  return class Store {
    static readonly #rows = new Map<string, Row>();
    static readonly #order = new BinomialHeap<Row>((row) => row.record.expiresAt);
    static #claims = 0n;

    static async insertPending(key: string, claim: Claim): Promise<InsertResult> {
      const now = clock.now();
      const row = Store.#find(key, now);
      if (row !== undefined && row.record.fingerprint !== claim.fingerprint)
        return { outcome: 'mismatch', record: Store.#out(row) };
      if (row !== undefined && row.record.status !== 'failed') return { outcome: 'duplicate', record: Store.#out(row) };
      if (row !== undefined) Store.#kill(row);
      for (let first = Store.#order.peek(); first !== undefined; first = Store.#order.peek()) {
        if (!first.dead && first.record.expiresAt > now) break;
        Store.#order.pop();
        if (!first.dead) Store.#kill(first);
      }
      const fresh: Row = {
        record: {
          key,
          status: 'pending',
          fingerprint: claim.fingerprint,
          paymentId: row?.record.paymentId ?? claim.paymentId,
          createdAt: now,
          expiresAt: now + ttlMs,
        },
        token: (Store.#claims++).toString(36),
        dead: false,
      };
      Store.#rows.set(key, fresh);
      Store.#order.push(fresh);
      return { outcome: 'inserted', token: fresh.token, record: Store.#out(fresh) };
    }

    static async updateStatus(key: string, token: string, outcome: PaymentOutcome): Promise<void> {
      const row = Store.#must(key);
      if (row.token !== token) throw new IdempotencyError('STALE_CLAIM', key);
      if (row.record.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
      const { key: name, fingerprint, paymentId, createdAt, expiresAt } = row.record;
      const base = { key: name, fingerprint, paymentId, createdAt, expiresAt };
      row.record =
        outcome.status === 'failed'
          ? { ...base, status: 'failed' }
          : { ...base, status: 'completed', response: structuredClone(outcome.response) };
    }

    static async get(key: string): Promise<IdempotencyRecord> {
      return Store.#out(Store.#must(key));
    }

    static async size(): Promise<number> {
      return Store.#rows.size;
    }

    static #out({ record }: Row): IdempotencyRecord {
      return structuredClone(record);
    }

    static #kill(row: Row): void {
      row.dead = true;
      Store.#rows.delete(row.record.key);
    }

    static #find(key: string, now: number): Row | undefined {
      const row = Store.#rows.get(key);
      if (row !== undefined && row.record.expiresAt <= now) {
        Store.#kill(row);
        return undefined;
      }
      return row;
    }

    static #must(key: string): Row {
      const row = Store.#find(key, clock.now());
      if (row === undefined) throw new IdempotencyError('NOT_FOUND', key);
      return row;
    }
  };
};
