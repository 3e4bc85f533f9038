import { createBuckets } from './buckets';
import { ConfigError, IdempotencyError } from './contract';
import type { CreateIdempotencyStore, IdempotencyRecord, PaymentStatus } from './contract';

interface Held {
  status: PaymentStatus;
  token: number;
  readonly record: IdempotencyRecord;
}

export const createIdempotencyStore: CreateIdempotencyStore = ({ ttlMs, clock }) => {
  if (typeof ttlMs !== 'number' || !(ttlMs > 0 && ttlMs < Infinity)) throw new ConfigError('ttlMs');
  const records = new Map<string, Held>();
  const buckets = createBuckets(ttlMs);
  let claims = 0;

  const copy = (record: IdempotencyRecord): IdempotencyRecord => structuredClone(record);

  const forget = ({ record }: Held): void => {
    records.delete(record.key);
    buckets.remove(record.key, record.expiresAt);
  };

  /** What lives under the key; what has expired is forgotten by looking at it. */
  const look = (key: string, now: number): Held | 'NOT_FOUND' | 'EXPIRED' => {
    const held = records.get(key);
    if (held === undefined) return 'NOT_FOUND';
    if (now < held.record.expiresAt) return held;
    forget(held);
    return 'EXPIRED';
  };

  const clean = (now: number): void => {
    for (let left = 4; left > 0; left -= 1) {
      const key = buckets.first();
      const held = key === undefined ? undefined : records.get(key);
      if (held === undefined || now < held.record.expiresAt) return;
      forget(held);
    }
  };

  /** Runs at once; whatever goes wrong becomes a rejection. */
  const attempt = <T>(job: () => T): Promise<T> => new Promise((resolve) => resolve(job()));

  const live = (key: string): Held => {
    const held = look(key, clock.now());
    if (typeof held === 'string') throw new IdempotencyError(held, key);
    return held;
  };

  return {
    insertPending: (key, { fingerprint, paymentId }) =>
      attempt(() => {
        const now = clock.now();
        const held = look(key, now);
        let id = paymentId;
        if (typeof held !== 'string') {
          const record = copy(held.record);
          if (record.fingerprint !== fingerprint) return { outcome: 'mismatch', record };
          if (record.status !== 'failed') return { outcome: 'duplicate', record };
          id = record.paymentId;
          forget(held);
        }
        claims += 1;
        const record: IdempotencyRecord = {
          key,
          status: 'pending',
          fingerprint,
          paymentId: id,
          createdAt: now,
          expiresAt: now + ttlMs,
        };
        records.set(key, { status: 'pending', token: claims, record });
        buckets.add(key, record.expiresAt);
        clean(now);
        return { outcome: 'inserted', token: `claim ${claims}`, record: copy(record) };
      }),

    updateStatus: (key, token, outcome) =>
      attempt(() => {
        const held = live(key);
        if (token !== `claim ${held.token}`) throw new IdempotencyError('STALE_CLAIM', key);
        if (held.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
        const record = { ...held.record, ...structuredClone(outcome) };
        records.set(key, { status: record.status, token: held.token, record });
      }),

    get: (key) => attempt(() => copy(live(key).record)),

    size: () => attempt(() => records.size),
  };
};
