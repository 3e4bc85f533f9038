import type {
  Claim,
  CreateIdempotencyStore,
  IdempotencyRecord,
  InsertResult,
  JsonValue,
  PaymentOutcome,
  PaymentStatus,
} from './contract.ts';
import { ConfigError, IdempotencyError } from './contract.ts';
import { ExpiryTree } from './expiry-tree.ts';

interface Slot {
  readonly key: string;
  readonly fingerprint: string;
  readonly paymentId: string;
  readonly serial: number;
  readonly createdAt: number;
  expiresAt: number;
  place: number;
  status: PaymentStatus;
  response: { readonly value: JsonValue } | null;
}

export const createIdempotencyStore: CreateIdempotencyStore = ({ ttlMs, clock }) => {
  if (!Number.isFinite(ttlMs) || !(ttlMs > 0)) throw new ConfigError(`not a time to live: ${ttlMs}`);
  const slots = new Map<string, Slot>();
  const tree = new ExpiryTree<Slot>();
  let serials = Math.floor(Math.random() * 1_000_000);

  /** Every call takes out all that is over; a record leaves once, so it is paid for by its claim. */
  const sweep = (): number => {
    const now = clock.now();
    for (let slot = tree.first(); slot !== undefined && slot.expiresAt <= now; slot = tree.first()) take(slot);
    return now;
  };

  const take = (slot: Slot): void => {
    tree.remove(slot);
    slots.delete(slot.key);
  };

  const put = (key: string, { fingerprint, paymentId }: Claim, now: number): Slot => {
    serials += 1;
    const slot: Slot = {
      ...{ key, fingerprint, paymentId, serial: serials, createdAt: now, expiresAt: now + ttlMs },
      ...{ place: -1, status: 'pending', response: null },
    };
    slots.set(key, slot);
    tree.add(slot);
    return slot;
  };

  const demand = (key: string): Slot => {
    sweep();
    const slot = slots.get(key);
    if (slot === undefined) throw new IdempotencyError('NOT_FOUND', key);
    return slot;
  };

  return {
    async insertPending(key: string, { fingerprint, paymentId }: Claim): Promise<InsertResult> {
      const now = sweep();
      const slot = slots.get(key);
      if (slot !== undefined) {
        if (slot.fingerprint !== fingerprint) return { outcome: 'mismatch', record: show(slot) };
        if (slot.status !== 'failed') return { outcome: 'duplicate', record: show(slot) };
        take(slot);
      }
      const fresh = put(key, { fingerprint, paymentId: slot?.paymentId ?? paymentId }, now);
      return { outcome: 'inserted', token: tokenOf(fresh), record: show(fresh) };
    },

    async updateStatus(key: string, token: string, outcome: PaymentOutcome): Promise<void> {
      const slot = demand(key);
      if (token !== tokenOf(slot)) throw new IdempotencyError('STALE_CLAIM', key);
      if (slot.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
      slot.status = outcome.status;
      if (outcome.status === 'completed') slot.response = { value: structuredClone(outcome.response) };
    },

    async get(key: string): Promise<IdempotencyRecord> {
      return show(demand(key));
    },

    async size(): Promise<number> {
      sweep();
      return slots.size;
    },
  };
};

function tokenOf({ serial }: Slot): string {
  return `#${serial.toString(16)}`;
}

function show({ key, status, fingerprint, paymentId, createdAt, expiresAt, response }: Slot): IdempotencyRecord {
  const record = { key, status, fingerprint, paymentId, createdAt, expiresAt };
  return response === null ? record : { ...record, response: structuredClone(response.value) };
}
