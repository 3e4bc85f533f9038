import {
  ConfigError,
  IdempotencyError,
  type Claim,
  type CreateIdempotencyStore,
  type IdempotencyRecord,
  type InsertResult,
  type PaymentOutcome,
} from './contract.ts';
import { Mailbox } from './mailbox.ts';
import { PairingHeap } from './pairing-heap.ts';

interface Held {
  record: IdempotencyRecord;
  readonly token: string;
}

const SWEEP = 2;

export const createIdempotencyStore: CreateIdempotencyStore = ({ ttlMs, clock }) => {
  if (typeof ttlMs !== 'number' || !(ttlMs > 0 && ttlMs < Infinity)) throw new ConfigError(`ttlMs: ${String(ttlMs)}`);
  const mailbox = new Mailbox();
  const held = new Map<string, Held>();
  const ends = new PairingHeap<Held>();
  let claims = 0;

  /** What is found to be over is dropped on the spot: nothing can bring it back. */
  const find = (key: string): { readonly live?: Held; readonly wasThere: boolean } => {
    const found = held.get(key);
    if (found === undefined) return { wasThere: false };
    if (clock.now() < found.record.expiresAt) return { live: found, wasThere: true };
    held.delete(key);
    return { wasThere: true };
  };

  const demand = (key: string): Held => {
    const { live, wasThere } = find(key);
    if (live === undefined) throw new IdempotencyError(wasThere ? 'EXPIRED' : 'NOT_FOUND', key);
    return live;
  };

  const sweep = (now: number): void => {
    let dropped = 0;
    for (let first = ends.peek(); first !== null && first.at <= now; first = ends.peek()) {
      const { item } = first;
      const isHeld = held.get(item.record.key) === item;
      if (isHeld && dropped === SWEEP) return;
      ends.pop();
      if (isHeld && held.delete(item.record.key)) dropped += 1;
    }
  };

  const claimKey = (key: string, { fingerprint, paymentId }: Claim): InsertResult => {
    const now = clock.now();
    const { live } = find(key);
    if (live !== undefined && live.record.fingerprint !== fingerprint) {
      return { outcome: 'mismatch', record: copy(live.record) };
    }
    if (live !== undefined && live.record.status !== 'failed')
      return { outcome: 'duplicate', record: copy(live.record) };
    claims += 1;
    const token = String(claims);
    const record: IdempotencyRecord = {
      key,
      status: 'pending',
      fingerprint,
      paymentId: live?.record.paymentId ?? paymentId,
      createdAt: now,
      expiresAt: now + ttlMs,
    };
    const entry: Held = { record, token };
    held.set(key, entry);
    ends.push(record.expiresAt, entry);
    sweep(now);
    return { outcome: 'inserted', token, record: copy(record) };
  };

  const settle = (key: string, token: string, outcome: PaymentOutcome): void => {
    const entry = demand(key);
    if (entry.token !== token) throw new IdempotencyError('STALE_CLAIM', key);
    if (entry.record.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
    entry.record = { ...entry.record, ...outcome };
  };

  return {
    insertPending: (key, claim) => {
      const asked = { ...claim };
      return mailbox.ask(() => claimKey(key, asked));
    },
    updateStatus: (key, token, outcome) => {
      const told = structuredClone(outcome);
      return mailbox.ask(() => settle(key, token, told));
    },
    get: (key) => mailbox.ask(() => copy(demand(key).record)),
    size: () => mailbox.ask(() => held.size),
  };
};

function copy(record: IdempotencyRecord): IdempotencyRecord {
  return structuredClone(record);
}
