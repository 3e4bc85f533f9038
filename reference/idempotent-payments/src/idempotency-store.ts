/**
 * The store. Every method does its whole work between two turns of the event loop: nothing is awaited between looking a
 * key up and changing it, so overlapping calls cannot interleave (S2).
 */

import { ConfigError, IdempotencyError } from './contract.ts';
import type { IdempotencyRecord, IdempotencyStore, IdempotencyStoreOptions, PaymentOutcome } from './contract.ts';
import { DueQueue } from './due-queue.ts';

/** Above one, so that a backlog of expired records shrinks; small, so that no claim pays for a whole backlog (S8). */
const DROPS_PER_CLAIM = 2;

interface Entry {
  /** Never changed in place, never handed out without a copy. */
  record: IdempotencyRecord;
  /** The token of the latest claim. */
  readonly token: string;
  /** The record's `expiresAt`, or minus infinity once it was seen as expired. */
  dueAt: number;
  place: number;
}

/** An empty store in memory; throws a `ConfigError` for a `ttlMs` that is not a finite number above 0. */
export function createIdempotencyStore({ ttlMs, clock }: IdempotencyStoreOptions): IdempotencyStore {
  if (!Number.isFinite(ttlMs) || ttlMs <= 0) throw new ConfigError(`ttlMs must be finite and above 0, not ${ttlMs}`);
  const entries = new Map<string, Entry>();
  const queue = new DueQueue<Entry>();

  function insert(record: IdempotencyRecord): Entry {
    const entry = { record, token: crypto.randomUUID(), dueAt: record.expiresAt, place: 0 };
    entries.set(record.key, entry);
    queue.add(entry);
    return entry;
  }

  function drop(entry: Entry): void {
    entries.delete(entry.record.key);
    queue.remove(entry);
  }

  function dropSomeExpired(now: number): void {
    for (let dropped = 0; dropped < DROPS_PER_CLAIM; dropped += 1) {
      const next = queue.first;
      if (next === undefined || now < next.dueAt) return;
      drop(next);
    }
  }

  /** What was once seen as expired stays so, even if the clock steps back: it becomes due for good (S6). */
  function hasExpired(entry: Entry, now: number): boolean {
    if (now < entry.dueAt) return false;
    queue.remove(entry);
    entry.dueAt = Number.NEGATIVE_INFINITY;
    queue.add(entry);
    return true;
  }

  function liveEntry(key: string): Entry {
    const entry = entries.get(key);
    if (entry === undefined) throw new IdempotencyError('NOT_FOUND', key);
    if (hasExpired(entry, clock.now())) throw new IdempotencyError('EXPIRED', key);
    return entry;
  }

  return {
    async insertPending(key, { fingerprint, paymentId }) {
      const now = clock.now();
      const held = entries.get(key);
      const live = held === undefined || hasExpired(held, now) ? undefined : held.record;
      if (live !== undefined) {
        if (live.fingerprint !== fingerprint) return { outcome: 'mismatch', record: snapshot(live) };
        if (live.status !== 'failed') return { outcome: 'duplicate', record: snapshot(live) };
      }
      if (held !== undefined) drop(held);
      const { record, token } = insert({
        key,
        status: 'pending',
        fingerprint,
        paymentId: live?.paymentId ?? paymentId,
        createdAt: now,
        expiresAt: now + ttlMs,
      });
      dropSomeExpired(now);
      return { outcome: 'inserted', token, record: snapshot(record) };
    },

    async updateStatus(key, token, outcome) {
      const entry = liveEntry(key);
      if (entry.token !== token) throw new IdempotencyError('STALE_CLAIM', key);
      if (entry.record.status !== 'pending') throw new IdempotencyError('ALREADY_FINAL', key);
      entry.record = settled(entry.record, outcome);
    },

    async get(key) {
      return snapshot(liveEntry(key).record);
    },

    async size() {
      return entries.size;
    },
  };
}

function settled(record: IdempotencyRecord, outcome: PaymentOutcome): IdempotencyRecord {
  return outcome.status === 'completed'
    ? { ...record, status: 'completed', response: structuredClone(outcome.response) }
    : { ...record, status: 'failed' };
}

function snapshot(record: IdempotencyRecord): IdempotencyRecord {
  return record.response === undefined ? { ...record } : { ...record, response: structuredClone(record.response) };
}
