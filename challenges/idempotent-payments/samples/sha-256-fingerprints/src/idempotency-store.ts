import { ConfigError } from './contract.ts';
import type { Claim, IdempotencyRecord, IdempotencyStore, IdempotencyStoreOptions, InsertResult } from './contract.ts';
import { Missing, NotTheOwner, Settled, TooOld, translated } from './faults.ts';
import { Timeline } from './timeline.ts';

interface Entry {
  record: IdempotencyRecord;
  token: string;
  /** The one moment of this entry in the timeline: at its expiry or, after a re-claim, before it. */
  scheduledAt: number;
  gone: boolean;
}

export function createIdempotencyStore(options: IdempotencyStoreOptions): IdempotencyStore {
  const { ttlMs, clock } = options;
  if (!Number.isFinite(ttlMs) || ttlMs <= 0) throw new ConfigError(`a ttlMs of ${ttlMs} makes no sense`);
  const entries = new Map<string, Entry>();
  const timeline = new Timeline<Entry>();

  const remove = (entry: Entry): void => {
    entry.gone = true;
    entries.delete(entry.record.key);
  };

  const find = (key: string): Entry => {
    const entry = entries.get(key);
    if (entry === undefined) throw new Missing();
    if (clock.now() < entry.record.expiresAt) return entry;
    remove(entry);
    throw new TooOld();
  };

  const schedule = (entry: Entry, at: number): void => {
    entry.scheduledAt = at;
    timeline.add(at, entry);
  };

  const tidyUp = (now: number): void => {
    for (let steps = 0; steps < 4; steps += 1) {
      const { first } = timeline;
      if (first === undefined || now < first.at) return;
      timeline.removeFirst();
      const entry = first.what;
      if (entry.gone || first.at !== entry.scheduledAt) continue;
      if (now < entry.record.expiresAt) schedule(entry, entry.record.expiresAt);
      else remove(entry);
    }
  };

  const pending = (key: string, claim: Claim, paymentId: string, createdAt: number): IdempotencyRecord => ({
    key,
    status: 'pending',
    fingerprint: claim.fingerprint,
    paymentId,
    createdAt,
    expiresAt: createdAt + ttlMs,
  });

  const insertPending = (key: string, claim: Claim): InsertResult => {
    const now = clock.now();
    const token = crypto.randomUUID();
    let entry = entries.get(key);
    if (entry !== undefined && now >= entry.record.expiresAt) {
      remove(entry);
      entry = undefined;
    }
    if (entry === undefined) {
      entry = { record: pending(key, claim, claim.paymentId, now), token, scheduledAt: 0, gone: false };
      entries.set(key, entry);
      schedule(entry, entry.record.expiresAt);
    } else {
      const { record } = entry;
      if (record.fingerprint !== claim.fingerprint) return { outcome: 'mismatch', record: structuredClone(record) };
      if (record.status !== 'failed') return { outcome: 'duplicate', record: structuredClone(record) };
      entry.record = pending(key, claim, record.paymentId, now);
      entry.token = token;
      // Later than before, and the old moment will do; earlier, and it would come too late.
      if (entry.record.expiresAt < entry.scheduledAt) schedule(entry, entry.record.expiresAt);
    }
    tidyUp(now);
    return { outcome: 'inserted', token, record: structuredClone(entry.record) };
  };

  return {
    insertPending: (key, claim) => translated(key, () => insertPending(key, claim)),
    updateStatus: (key, token, outcome) =>
      translated(key, () => {
        const entry = find(key);
        if (entry.token !== token) throw new NotTheOwner();
        if (entry.record.status !== 'pending') throw new Settled();
        entry.record = structuredClone({ ...entry.record, ...outcome });
      }),
    get: (key) => translated(key, () => structuredClone(find(key).record)),
    size: () => Promise.resolve(entries.size),
  };
}
