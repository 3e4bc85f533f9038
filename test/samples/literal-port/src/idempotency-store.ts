import { ConfigError, IdempotencyError } from './contract.ts';
import type {
  Claim,
  IdempotencyRecord,
  IdempotencyStore,
  IdempotencyStoreOptions,
  InsertResult,
  PaymentOutcome,
} from './contract.ts';

interface StoredRecord {
  record: IdempotencyRecord;
  token: string;
}

class InMemoryStore implements IdempotencyStore {
  private readonly records = new Map<string, StoredRecord>();
  private readonly options: IdempotencyStoreOptions;
  private nextToken = 1;

  constructor(options: IdempotencyStoreOptions) {
    this.options = options;
  }

  async insertPending(key: string, claim: Claim): Promise<InsertResult> {
    const existing = await this.find(key);
    if (existing !== undefined) {
      if (existing.record.fingerprint !== claim.fingerprint) return { outcome: 'mismatch', record: existing.record };
      return { outcome: 'duplicate', record: existing.record };
    }
    const now = this.options.clock.now();
    const record: IdempotencyRecord = {
      key,
      status: 'pending',
      fingerprint: claim.fingerprint,
      paymentId: claim.paymentId,
      createdAt: now,
      expiresAt: now + this.options.ttlMs,
    };
    const token = `${this.nextToken++}`;
    this.records.set(key, { record, token });
    return { outcome: 'inserted', token, record };
  }

  async updateStatus(key: string, token: string, outcome: PaymentOutcome): Promise<void> {
    const stored = await this.find(key);
    if (stored === undefined) throw new IdempotencyError('NOT_FOUND', key);
    if (this.isExpired(stored.record)) throw new IdempotencyError('EXPIRED', key);
    if (stored.token !== token) throw new IdempotencyError('STALE_CLAIM', key);
    // Completed and failed are both final.
    if (stored.record.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
    stored.record = { ...stored.record, ...outcome };
  }

  async get(key: string): Promise<IdempotencyRecord> {
    const stored = await this.find(key);
    if (stored === undefined) throw new IdempotencyError('NOT_FOUND', key);
    if (this.isExpired(stored.record)) throw new IdempotencyError('EXPIRED', key);
    return stored.record;
  }

  async size(): Promise<number> {
    return this.records.size;
  }

  private async find(key: string): Promise<StoredRecord | undefined> {
    return this.records.get(key);
  }

  private isExpired(record: IdempotencyRecord): boolean {
    return this.options.clock.now() >= record.expiresAt;
  }
}

export function createIdempotencyStore(options: IdempotencyStoreOptions): IdempotencyStore {
  if (!Number.isFinite(options.ttlMs) || options.ttlMs <= 0) throw new ConfigError('ttlMs must be positive');
  return new InMemoryStore(options);
}
