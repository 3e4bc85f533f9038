import { beforeEach, describe, expect, it } from 'vitest';
import type { IdempotencyStore } from '../src/contract.ts';
import { createIdempotencyStore } from '../src/idempotency-store.ts';
import { createManualClock, type ManualClock } from './support/manual-clock.ts';

const claim = { fingerprint: 'f1', paymentId: 'p1' };

describe('idempotency store', () => {
  let clock: ManualClock;
  let store: IdempotencyStore;

  beforeEach(() => {
    clock = createManualClock(0);
    store = createIdempotencyStore({ ttlMs: 1_000, clock });
  });

  it('inserts a pending record', async () => {
    const result = await store.insertPending('a', claim);
    expect(result.outcome).toBe('inserted');
    expect(result.record).toMatchObject({ key: 'a', status: 'pending', createdAt: 0, expiresAt: 1_000 });
  });

  it('answers duplicate for the same payload and mismatch for another', async () => {
    await store.insertPending('a', claim);
    expect((await store.insertPending('a', claim)).outcome).toBe('duplicate');
    expect((await store.insertPending('a', { ...claim, fingerprint: 'f2' })).outcome).toBe('mismatch');
  });

  it('updates the status', async () => {
    const result = await store.insertPending('a', claim);
    if (result.outcome !== 'inserted') throw new Error('not inserted');
    await store.updateStatus('a', result.token, { status: 'completed', response: { id: 1 } });
    expect(await store.get('a')).toMatchObject({ status: 'completed', response: { id: 1 } });
  });

  it('refuses a wrong token', async () => {
    await store.insertPending('a', claim);
    await expect(store.updateStatus('a', 'wrong', { status: 'failed' })).rejects.toThrow();
  });

  it('expires', async () => {
    await store.insertPending('a', claim);
    clock.set(2_000);
    await expect(store.get('a')).rejects.toThrow();
    expect((await store.insertPending('a', claim)).outcome).toBe('inserted');
  });
});
