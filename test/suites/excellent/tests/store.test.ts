import { beforeEach, describe, expect, it } from 'vitest';
import type { IdempotencyStore } from '../src/contract.ts';
import { createIdempotencyStore } from '../src/idempotency-store.ts';
import { claim, claimA } from './support/claim.ts';
import { createManualClock, type ManualClock } from './support/manual-clock.ts';

const startAt = 1_000_000;
const ttlMs = 60_000;
let clock: ManualClock;
let store: IdempotencyStore;

beforeEach(() => {
  clock = createManualClock(startAt);
  store = createIdempotencyStore({ ttlMs, clock });
});

describe('the store', () => {
  it('lets one of many claims in that overlap', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, () => store.insertPending('k', claimA)));
    expect(results.filter(({ outcome }) => outcome === 'inserted')).toHaveLength(1);
  });

  it('lets one re-claim of a failed key in', async () => {
    const { token } = await claim(store, 'k');
    await store.updateStatus('k', token, { status: 'failed' });
    const results = await Promise.all(Array.from({ length: 8 }, () => store.insertPending('k', claimA)));
    expect(results.filter(({ outcome }) => outcome === 'inserted')).toHaveLength(1);
  });

  it('answers a completed key as a duplicate, and another payload as a mismatch', async () => {
    const { token } = await claim(store, 'k');
    await store.updateStatus('k', token, { status: 'completed', response: 'ok' });
    await expect(store.insertPending('k', claimA)).resolves.toMatchObject({ outcome: 'duplicate' });
    await expect(store.insertPending('k', { ...claimA, fingerprint: 'other' })).resolves.toMatchObject({
      outcome: 'mismatch',
      record: { status: 'completed', response: 'ok' },
    });
  });

  it('does not give a failed key to another payload', async () => {
    const { token } = await claim(store, 'k');
    await store.updateStatus('k', token, { status: 'failed' });
    await expect(store.insertPending('k', { ...claimA, fingerprint: 'other' })).resolves.toMatchObject({
      outcome: 'mismatch',
    });
    await expect(store.get('k')).resolves.toMatchObject({ status: 'failed' });
  });

  it('gives a failed key away again under its old payment id, with new dates', async () => {
    const { token } = await claim(store, 'k');
    await store.updateStatus('k', token, { status: 'failed' });
    clock.set(startAt + 10);
    const again = await claim(store, 'k', { ...claimA, paymentId: 'new' });
    expect(again.record.paymentId).toBe(claimA.paymentId);
    expect(again.record.expiresAt).toBe(startAt + 10 + ttlMs);
  });

  it('expires at its expiry and not earlier', async () => {
    await claim(store, 'k');
    clock.set(startAt + ttlMs - 1);
    await store.insertPending('k', claimA);
    await expect(store.get('k')).resolves.toMatchObject({ status: 'pending' });
    clock.set(startAt + ttlMs);
    await expect(store.get('k')).rejects.toMatchObject({ name: 'IdempotencyError' });
  });

  it('never brings back what it has seen expire, even if the clock steps back', async () => {
    await claim(store, 'k');
    clock.set(startAt + ttlMs);
    await expect(store.get('k')).rejects.toMatchObject({ name: 'IdempotencyError' });
    clock.set(startAt);
    await expect(store.get('k')).rejects.toMatchObject({ name: 'IdempotencyError' });
  });

  it('makes an expired key free', async () => {
    await claim(store, 'k');
    clock.set(startAt + ttlMs);
    const { record } = await claim(store, 'k', { fingerprint: 'g', paymentId: 'q' });
    expect(record).toMatchObject({ fingerprint: 'g', paymentId: 'q' });
  });

  it('settles for the latest owner only, and once', async () => {
    const first = await claim(store, 'k');
    await expect(store.updateStatus('k', 'a guess', { status: 'failed' })).rejects.toMatchObject({
      code: 'STALE_CLAIM',
    });
    await store.updateStatus('k', first.token, { status: 'failed' });
    await expect(store.updateStatus('k', 'a guess', { status: 'failed' })).rejects.toMatchObject({
      code: 'STALE_CLAIM',
    });
    await expect(store.updateStatus('k', first.token, { status: 'failed' })).rejects.toMatchObject({
      code: 'ALREADY_FINAL',
    });
    await claim(store, 'k');
    await expect(store.updateStatus('k', first.token, { status: 'failed' })).rejects.toMatchObject({
      code: 'STALE_CLAIM',
    });
  });

  it('does not move the expiry when it settles', async () => {
    const { token, record } = await claim(store, 'k');
    clock.set(startAt + 5);
    await store.updateStatus('k', token, { status: 'completed', response: 1 });
    expect((await store.get('k')).expiresAt).toBe(record.expiresAt);
  });

  it('keeps snapshots', async () => {
    const { token } = await claim(store, 'k');
    const response = { items: ['a'] };
    await store.updateStatus('k', token, { status: 'completed', response });
    response.items.push('b');
    const read = await store.get('k');
    Object.assign(read, { paymentId: 'changed' });
    Object.assign(read.response ?? {}, { items: [] });
    expect(await store.get('k')).toMatchObject({ paymentId: claimA.paymentId, response: { items: ['a'] } });
  });

  it('refuses a lifetime that is none', () => {
    for (const wrong of [0, -1, NaN, Infinity]) {
      expect(() => createIdempotencyStore({ ttlMs: wrong, clock })).toThrow();
    }
  });
});
