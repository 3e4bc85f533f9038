import { ConfigError, IdempotencyError } from './contract.js';
import type { IdempotencyRecord, IdempotencyStore, IdempotencyStoreOptions } from './contract.js';
import { createSortedRuns } from './sorted-runs.js';

interface Row extends IdempotencyRecord {
  readonly claim: number;
}

export function createIdempotencyStore({ ttlMs, clock }: IdempotencyStoreOptions): IdempotencyStore {
  if (!Number.isFinite(ttlMs)) throw new ConfigError('ttlMs is not finite');
  if (ttlMs <= 0) throw new ConfigError('ttlMs is not above 0');
  const rows = new Map<string, Row>();
  const expiries = createSortedRuns();
  const tokenOf = (row: Row): string => `${row.key}/${row.claim}`;
  let claims = 0;

  function recordOf({ claim: _, ...record }: Row): IdempotencyRecord {
    return structuredClone(record);
  }

  function rowOf(key: string): Row {
    const row = rows.get(key);
    if (row === undefined) throw new IdempotencyError('NOT_FOUND', key);
    if (clock.now() >= row.expiresAt) {
      rows.delete(key);
      throw new IdempotencyError('EXPIRED', key);
    }
    return row;
  }

  function purge(now: number): void {
    for (let purged = 0; purged < 3;) {
      const item = expiries.take(now);
      if (item === undefined) return;
      // Entries of earlier claims are thrown away for nothing.
      if (rows.get(item.key)?.claim === item.claim && rows.delete(item.key)) purged++;
    }
  }

  return {
    async insertPending(key, { fingerprint, paymentId }) {
      const createdAt = clock.now();
      const old = rows.get(key);
      const live = old !== undefined && createdAt < old.expiresAt;
      if (live && old.fingerprint !== fingerprint) return { outcome: 'mismatch', record: recordOf(old) };
      if (live && old.status !== 'failed') return { outcome: 'duplicate', record: recordOf(old) };
      const row: Row = {
        key,
        status: 'pending',
        fingerprint,
        paymentId: live ? old.paymentId : paymentId,
        createdAt,
        expiresAt: createdAt + ttlMs,
        claim: ++claims,
      };
      rows.set(key, row);
      expiries.add({ at: row.expiresAt, key, claim: row.claim });
      purge(createdAt);
      return { outcome: 'inserted', token: tokenOf(row), record: recordOf(row) };
    },
    async updateStatus(key, token, outcome) {
      const row = rowOf(key);
      if (tokenOf(row) !== token) throw new IdempotencyError('STALE_CLAIM', key);
      if (row.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
      rows.set(key, { ...row, ...structuredClone(outcome) });
    },
    async get(key) {
      return recordOf(rowOf(key));
    },
    async size() {
      return rows.size;
    },
  };
}
