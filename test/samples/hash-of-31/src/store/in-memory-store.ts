import {
  ConfigError,
  IdempotencyError,
  type CreateIdempotencyStore,
  type IdempotencyRecord,
  type PaymentOutcome,
} from '../contract.ts';

interface Item {
  readonly token: string;
  readonly record: IdempotencyRecord;
}

export const createIdempotencyStore: CreateIdempotencyStore = ({ ttlMs, clock }) => {
  if (!Number.isFinite(ttlMs) || ttlMs <= 0) throw new ConfigError('ttlMs');
  /** In the order of their claims, so the oldest is always the first. */
  const items = new Map<string, Item>();

  const isLive = ({ record }: Item): boolean => clock.now() < record.expiresAt;

  const dropOldest = (): void => {
    for (const [key, item] of items) {
      if (isLive(item)) return;
      items.delete(key);
    }
  };

  const demand = (key: string): Item => {
    const item = items.get(key);
    if (item === undefined) throw new IdempotencyError('NOT_FOUND', key);
    if (!isLive(item)) throw new IdempotencyError('EXPIRED', key);
    return item;
  };

  return {
    async insertPending(key, { fingerprint, paymentId }) {
      dropOldest();
      const held = items.get(key);
      const live = held !== undefined && isLive(held) ? held.record : undefined;
      if (live !== undefined) {
        if (live.fingerprint !== fingerprint) return { outcome: 'mismatch', record: structuredClone(live) };
        if (live.status !== 'failed') return { outcome: 'duplicate', record: structuredClone(live) };
      }
      const createdAt = clock.now();
      const record: IdempotencyRecord = {
        key,
        status: 'pending',
        fingerprint,
        paymentId: live?.paymentId ?? paymentId,
        createdAt,
        expiresAt: createdAt + ttlMs,
      };
      const token = crypto.randomUUID();
      items.delete(key);
      items.set(key, { token, record });
      return { outcome: 'inserted', token, record: structuredClone(record) };
    },

    updateStatus(key, token, outcome: PaymentOutcome) {
      const item = demand(key);
      if (item.token !== token) return Promise.reject(new IdempotencyError('STALE_CLAIM', key));
      if (item.record.status !== 'pending') return Promise.reject(new IdempotencyError('ALREADY_FINAL', key));
      items.set(key, { token, record: { ...item.record, ...structuredClone(outcome) } });
      return Promise.resolve();
    },

    async get(key) {
      return structuredClone(demand(key).record);
    },

    async size() {
      return items.size;
    },
  };
};
