import { ConfigError, IdempotencyError } from './contract.ts';
import type { Claim, CreateIdempotencyStore, IdempotencyRecord, InsertResult, PaymentOutcome } from './contract.ts';

interface Row {
  record: IdempotencyRecord;
  version: number;
}

export const createIdempotencyStore: CreateIdempotencyStore = ({ ttlMs, clock }) => {
  if (!(ttlMs > 0)) throw new ConfigError('ttlMs must be greater than 0');
  const rows: Record<string, Row> = {};
  let inserts = 0;

  const copy = (record: IdempotencyRecord): IdempotencyRecord => structuredClone(record);

  const sweep = (): void => {
    inserts += 1;
    if (inserts % 1000 !== 0) return;
    for (const [key, row] of Object.entries(rows)) {
      if (clock.now() >= row.record.expiresAt) delete rows[key];
    }
  };

  const find = (key: string): Row | undefined => {
    const row = rows[key];
    if (row !== undefined && clock.now() >= row.record.expiresAt) {
      delete rows[key];
      return undefined;
    }
    return row;
  };

  const live = (key: string): Row => {
    const row = find(key);
    if (row === undefined) throw new IdempotencyError('NOT_FOUND', key);
    return row;
  };

  return {
    async insertPending(key: string, claim: Claim): Promise<InsertResult> {
      sweep();
      const row = find(key);
      if (row !== undefined && row.record.fingerprint !== claim.fingerprint) {
        return { outcome: 'mismatch', record: copy(row.record) };
      }
      if (row !== undefined && row.record.status !== 'failed')
        return { outcome: 'duplicate', record: copy(row.record) };
      const now = clock.now();
      const record: IdempotencyRecord = {
        key,
        status: 'pending',
        fingerprint: claim.fingerprint,
        paymentId: row?.record.paymentId ?? claim.paymentId,
        createdAt: now,
        expiresAt: now + ttlMs,
      };
      const version = (row?.version ?? 0) + 1;
      rows[key] = { record, version };
      return { outcome: 'inserted', token: `${key}#${version}`, record: copy(record) };
    },
    async updateStatus(key: string, token: string, outcome: PaymentOutcome): Promise<void> {
      const row = live(key);
      if (token !== `${key}#${row.version}`) throw new IdempotencyError('STALE_CLAIM', key);
      if (row.record.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
      row.record = { ...row.record, ...structuredClone(outcome) };
    },
    async get(key: string): Promise<IdempotencyRecord> {
      return copy(live(key).record);
    },
    async size(): Promise<number> {
      return Object.keys(rows).length;
    },
  };
};
