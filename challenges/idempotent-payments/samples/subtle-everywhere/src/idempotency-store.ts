import {
  ConfigError,
  IdempotencyError,
  type CreateIdempotencyStore,
  type IdempotencyRecord,
  type PaymentOutcome,
} from './contract.ts';
import { digestOf, signer } from './digest.ts';
import { Levels } from './levels.ts';

interface Entry {
  readonly id: string;
  readonly expiresAt: number;
  readonly token: string;
  record: IdempotencyRecord;
}

export const createIdempotencyStore: CreateIdempotencyStore = ({ ttlMs, clock }) => {
  if (!Number.isFinite(ttlMs) || ttlMs <= 0) throw new ConfigError('ttlMs must be a positive number');
  const sign = signer();
  const entries = new Map<string, Entry>();
  const levels = new Levels<Entry>();
  let asked = 0;

  function liveEntry(id: string, now: number): Entry | undefined {
    const entry = entries.get(id);
    if (entry === undefined || now < entry.expiresAt) return entry;
    entries.delete(id);
    return undefined;
  }

  function dropOld(now: number): void {
    for (let dropped = 0; dropped < 2;) {
      const due = levels.take(now);
      if (due === undefined) return;
      if (entries.get(due.id) !== due) continue;
      entries.delete(due.id);
      dropped += 1;
    }
  }

  async function ownEntry(key: string): Promise<Entry> {
    const entry = liveEntry(await digestOf(key), clock.now());
    if (entry === undefined) throw new IdempotencyError('NOT_FOUND', key);
    return entry;
  }

  return {
    async insertPending(key, claim) {
      const { fingerprint, paymentId } = claim;
      asked += 1;
      // All that takes time comes first: from the look-up to the end nothing is awaited.
      const [id, token] = await Promise.all([digestOf(key), sign(`claim ${asked}`)]);
      const now = clock.now();
      const live = liveEntry(id, now);
      if (live !== undefined && live.record.fingerprint !== fingerprint) {
        return { outcome: 'mismatch', record: structuredClone(live.record) };
      }
      if (live !== undefined && live.record.status !== 'failed') {
        return { outcome: 'duplicate', record: structuredClone(live.record) };
      }
      const record: IdempotencyRecord = {
        key,
        status: 'pending',
        fingerprint,
        paymentId: live?.record.paymentId ?? paymentId,
        createdAt: now,
        expiresAt: now + ttlMs,
      };
      const entry = { id, expiresAt: record.expiresAt, token, record };
      entries.set(id, entry);
      levels.add(entry);
      dropOld(now);
      return { outcome: 'inserted', token, record: structuredClone(record) };
    },

    async updateStatus(key, token, told) {
      const outcome: PaymentOutcome = structuredClone(told);
      const entry = await ownEntry(key);
      if (entry.token !== token) throw new IdempotencyError('STALE_CLAIM', key);
      if (entry.record.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
      entry.record = { ...entry.record, ...outcome };
    },

    get: async (key) => structuredClone((await ownEntry(key)).record),

    size: async () => entries.size,
  };
};
