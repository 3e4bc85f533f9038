import { ConfigError, IdempotencyError } from './contract.ts';
import type {
  Claim,
  IdempotencyRecord,
  IdempotencyStore,
  IdempotencyStoreOptions,
  InsertResult,
  PaymentOutcome,
} from './contract.ts';
import { Deadlines } from './deadlines.ts';
import { frozen } from './frozen.ts';
import { oneAtATime } from './one-at-a-time.ts';

interface Entry {
  readonly record: IdempotencyRecord;
  readonly token: string;
}

export function createIdempotencyStore({ ttlMs, clock }: IdempotencyStoreOptions): IdempotencyStore {
  if (!Number.isFinite(ttlMs) || !(ttlMs > 0)) throw new ConfigError('invalid ttlMs');
  const entries = new Map<string, Entry>();
  const deadlines = new Deadlines();
  const exclusively = oneAtATime();

  async function find(key: string, now: number): Promise<Entry> {
    const entry = entries.get(key);
    if (entry === undefined) throw new IdempotencyError('NOT_FOUND', key);
    if (now >= entry.record.expiresAt) {
      entries.delete(key);
      throw new IdempotencyError('EXPIRED', key);
    }
    return entry;
  }

  async function findForClaim(key: string, now: number): Promise<Entry | null> {
    try {
      return await find(key, now);
    } catch (error) {
      if (error instanceof IdempotencyError) return null;
      throw error;
    }
  }

  async function removeExpired(now: number): Promise<void> {
    for (let removed = 0; removed < 4;) {
      const earliest = deadlines.earliest();
      if (earliest === undefined || earliest.at > now) return;
      deadlines.dropEarliest();
      const entry = entries.get(earliest.key);
      if (entry === undefined || entry.token !== earliest.token) continue;
      entries.delete(earliest.key);
      removed += 1;
    }
  }

  async function claim(key: string, { fingerprint, paymentId }: Claim): Promise<InsertResult> {
    const now = clock.now();
    const existing = await findForClaim(key, now);
    if (existing !== null) {
      const record = frozen(existing.record);
      if (record.fingerprint !== fingerprint) return { outcome: 'mismatch', record };
      if (record.status !== 'failed') return { outcome: 'duplicate', record };
    }
    const token = crypto.randomUUID();
    const record: IdempotencyRecord = frozen({
      key,
      status: 'pending',
      fingerprint,
      paymentId: existing === null ? paymentId : existing.record.paymentId,
      createdAt: now,
      expiresAt: now + ttlMs,
    });
    entries.set(key, { record, token });
    deadlines.insert({ at: record.expiresAt, key, token });
    await removeExpired(now);
    return { outcome: 'inserted', token, record };
  }

  async function settle(key: string, token: string, outcome: PaymentOutcome): Promise<void> {
    const entry = await find(key, clock.now());
    if (entry.token !== token) throw new IdempotencyError('STALE_CLAIM', key);
    if (entry.record.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
    entries.set(key, { token, record: frozen({ ...entry.record, ...outcome }) });
  }

  return {
    async insertPending(key, claimed) {
      const own = frozen(claimed);
      return await exclusively(() => claim(key, own));
    },
    async updateStatus(key, token, outcome) {
      const own = frozen(outcome);
      await exclusively(() => settle(key, token, own));
    },
    async get(key) {
      return await exclusively(async () => frozen((await find(key, clock.now())).record));
    },
    async size() {
      return await exclusively(async () => entries.size);
    },
  };
}
