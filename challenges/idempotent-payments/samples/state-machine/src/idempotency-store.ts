import { ConfigError, IdempotencyError } from './contract.ts';
import type {
  IdempotencyErrorCode,
  IdempotencyRecord,
  IdempotencyStore,
  IdempotencyStoreOptions,
  PaymentOutcome,
} from './contract.ts';
import { SkipList } from './skip-list.ts';
import type { Position } from './skip-list.ts';

interface Slot {
  readonly record: IdempotencyRecord;
  readonly token: string;
  readonly position: Position;
}

type Lookup =
  { readonly found: true; readonly slot: Slot } | { readonly found: false; readonly code: IdempotencyErrorCode };

export function createIdempotencyStore(options: IdempotencyStoreOptions): IdempotencyStore {
  const { ttlMs, clock } = options;
  if (!Number.isFinite(ttlMs) || ttlMs <= 0) throw new ConfigError(`ttlMs is ${ttlMs}`);
  const slots = new Map<string, Slot>();
  const byExpiry = new SkipList();

  function remove(key: string, slot: Slot): void {
    slots.delete(key);
    byExpiry.remove(slot.position);
  }

  function lookUp(key: string, now: number): Lookup {
    const slot = slots.get(key);
    if (slot === undefined) return { found: false, code: 'NOT_FOUND' };
    if (now < slot.record.expiresAt) return { found: true, slot };
    remove(key, slot);
    return { found: false, code: 'EXPIRED' };
  }

  function put(record: IdempotencyRecord): string {
    const token = `${record.key}#${crypto.randomUUID()}`;
    slots.set(record.key, { record, token, position: byExpiry.add(record.expiresAt, record.key) });
    return token;
  }

  function sweep(now: number): void {
    for (const _ of [1, 2, 3]) {
      const first = byExpiry.first();
      const slot = first === undefined ? undefined : slots.get(first.key);
      if (first === undefined || slot === undefined || now < first.at) return;
      remove(first.key, slot);
    }
  }

  return {
    async insertPending(key, claim) {
      const now = clock.now();
      const { fingerprint } = claim;
      const lookup = lookUp(key, now);
      const fresh: IdempotencyRecord = {
        key,
        status: 'pending',
        fingerprint,
        paymentId: lookup.found ? lookup.slot.record.paymentId : claim.paymentId,
        createdAt: now,
        expiresAt: now + ttlMs,
      };
      if (lookup.found) {
        const { record } = lookup.slot;
        if (record.fingerprint !== fingerprint) return { outcome: 'mismatch', record: structuredClone(record) };
        if (record.status !== 'failed') return { outcome: 'duplicate', record: structuredClone(record) };
        remove(key, lookup.slot);
      }
      const token = put(fresh);
      sweep(now);
      return { outcome: 'inserted', token, record: structuredClone(fresh) };
    },

    async updateStatus(key, token, outcome: PaymentOutcome) {
      const lookup = lookUp(key, clock.now());
      if (!lookup.found) throw new IdempotencyError(lookup.code, key);
      const { slot } = lookup;
      if (slot.token !== token) throw new IdempotencyError('STALE_CLAIM', key);
      if (slot.record.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
      slots.set(key, { ...slot, record: { ...slot.record, ...structuredClone(outcome) } });
    },

    async get(key) {
      const lookup = lookUp(key, clock.now());
      if (!lookup.found) throw new IdempotencyError(lookup.code, key);
      return structuredClone(lookup.slot.record);
    },

    async size() {
      return slots.size;
    },
  };
}
