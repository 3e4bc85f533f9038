import {
  ConfigError,
  IdempotencyError,
  type Claim,
  type Clock,
  type CreateIdempotencyStore,
  type IdempotencyRecord,
  type IdempotencyStore,
  type InsertResult,
  type PaymentOutcome,
} from './contract.ts';

interface StoredEntry {
  record: IdempotencyRecord;
  token: string;
}

class InMemoryIdempotencyStore implements IdempotencyStore {
  private readonly entries = new Map<string, StoredEntry>();

  constructor(
    private readonly ttlMs: number,
    private readonly clock: Pick<Clock, 'now'>,
  ) {}

  async insertPending(key: string, claim: Claim): Promise<InsertResult> {
    this.cleanUp();
    // Reuses get, which rejects for a key that is free.
    const existing = await this.get(key).catch(() => undefined);
    if (existing !== undefined) {
      if (existing.fingerprint !== claim.fingerprint) return { outcome: 'mismatch', record: existing };
      if (existing.status !== 'failed') return { outcome: 'duplicate', record: existing };
    }
    const now = this.clock.now();
    const record: IdempotencyRecord = {
      key,
      status: 'pending',
      fingerprint: claim.fingerprint,
      paymentId: existing?.paymentId ?? claim.paymentId,
      createdAt: now,
      expiresAt: now + this.ttlMs,
    };
    const token = crypto.randomUUID();
    this.entries.set(key, { record, token });
    return { outcome: 'inserted', token, record: { ...record } };
  }

  async updateStatus(key: string, token: string, outcome: PaymentOutcome): Promise<void> {
    const entry = this.entries.get(key);
    if (!entry) throw new IdempotencyError('NOT_FOUND', key);
    if (entry.record.expiresAt <= this.clock.now()) throw new IdempotencyError('EXPIRED', key);
    if (entry.token !== token) throw new IdempotencyError('STALE_CLAIM', key);
    if (entry.record.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
    entry.record = { ...entry.record, ...outcome };
  }

  async get(key: string): Promise<IdempotencyRecord> {
    const entry = this.entries.get(key);
    if (!entry) throw new IdempotencyError('NOT_FOUND', key);
    if (entry.record.expiresAt <= this.clock.now()) throw new IdempotencyError('EXPIRED', key);
    return { ...entry.record };
  }

  async size(): Promise<number> {
    return this.entries.size;
  }

  private cleanUp(): void {
    const now = this.clock.now();
    for (const [key, { record }] of this.entries) {
      if (record.expiresAt <= now) this.entries.delete(key);
    }
  }
}

export const createIdempotencyStore: CreateIdempotencyStore = ({ ttlMs, clock }) => {
  if (!Number.isFinite(ttlMs) || ttlMs <= 0) throw new ConfigError('ttlMs must be positive');
  return new InMemoryIdempotencyStore(ttlMs, clock);
};
