import { ConfigError, IdempotencyError } from './contract.ts';
import type {
  Claim,
  IdempotencyErrorCode,
  IdempotencyRecord,
  IdempotencyStore,
  IdempotencyStoreOptions,
  InsertResult,
  PaymentOutcome,
} from './contract.ts';
import { pop, push } from './leftist-heap.ts';
import type { Heap } from './leftist-heap.ts';
import { problem, success } from './result.ts';
import type { Result } from './result.ts';

interface Held {
  readonly record: IdempotencyRecord;
  readonly token: string;
}

const fits = (ttlMs: number): boolean => Number.isFinite(ttlMs) && ttlMs > 0;

export function createIdempotencyStore({ ttlMs, clock }: IdempotencyStoreOptions): IdempotencyStore {
  if (!fits(ttlMs)) throw new ConfigError('ttlMs: a finite number above 0, please');
  const held = new Map<string, Held>();
  let expiries: Heap<Held> = undefined;

  /** Expired records are gone as soon as anybody looks. */
  function alive(key: string): Held | undefined {
    const found = held.get(key);
    if (found === undefined || clock.now() < found.record.expiresAt) return found;
    held.delete(key);
    return undefined;
  }

  /** The heap holds claims; the record may have been settled, claimed again or dropped since. */
  function isOutdated({ record, token }: Held): boolean {
    return held.get(record.key)?.token !== token;
  }

  function dropExpired(now: number, left: number): void {
    while (expiries !== undefined && isOutdated(expiries.item)) expiries = pop(expiries);
    if (left === 0 || expiries === undefined || now < expiries.at) return;
    held.delete(expiries.item.record.key);
    expiries = pop(expiries);
    dropExpired(now, left - 1);
  }

  function insert(key: string, { fingerprint }: Claim, paymentId: string): InsertResult {
    const createdAt = clock.now();
    const expiresAt = createdAt + ttlMs;
    const record: IdempotencyRecord = { key, status: 'pending', fingerprint, paymentId, createdAt, expiresAt };
    const claim: Held = { record, token: crypto.randomUUID() };
    held.set(key, claim);
    expiries = push(expiries, expiresAt, claim);
    dropExpired(createdAt, 3);
    return { outcome: 'inserted', token: claim.token, record: { ...record } };
  }

  function claimed(key: string, claim: Claim): InsertResult {
    const found = alive(key);
    if (found === undefined) return insert(key, claim, claim.paymentId);
    const record = structuredClone(found.record);
    if (record.fingerprint !== claim.fingerprint) return { outcome: 'mismatch', record };
    return record.status === 'failed' ? insert(key, claim, record.paymentId) : { outcome: 'duplicate', record };
  }

  function settled(key: string, token: string, outcome: PaymentOutcome): Result<Held, IdempotencyErrorCode> {
    const found = alive(key);
    if (found === undefined) return problem('NOT_FOUND');
    if (found.token !== token) return problem('STALE_CLAIM');
    if (found.record.status !== 'pending') return problem('ALREADY_FINAL');
    return success({ token, record: { ...found.record, ...structuredClone(outcome) } });
  }

  return {
    insertPending: async (key, claim) => claimed(key, claim),
    updateStatus: async (key, token, outcome) => {
      const result = settled(key, token, outcome);
      if (!result.ok) throw new IdempotencyError(result.problem, key);
      held.set(key, result.value);
    },
    get: async (key) => {
      const found = alive(key);
      if (found === undefined) throw new IdempotencyError('NOT_FOUND', key);
      return structuredClone(found.record);
    },
    size: async () => held.size,
  };
}
