import { beforeEach, describe, expect, it } from 'vitest';
import type { IdempotencyStore } from '../src/contract.ts';
import { createIdempotencyStore } from '../src/idempotency-store.ts';
import { claim } from './support/claim.ts';
import { createManualClock, type ManualClock } from './support/manual-clock.ts';

const startAt = 1_000_000;
const ttlMs = 60_000;
let clock: ManualClock;
let store: IdempotencyStore;

beforeEach(() => {
  clock = createManualClock(startAt);
  store = createIdempotencyStore({ ttlMs, clock });
});

/** An expired record may be dropped at any time, so both codes are right (S6). */
const expired = {
  name: 'IdempotencyError',
  code: expect.stringMatching(/^(EXPIRED|NOT_FOUND)$/),
};

describe('expiry', () => {
  it('keeps a record until its last millisecond, and not longer (S6)', async () => {
    await claim(store, 'order-1');
    clock.set(startAt + ttlMs - 1);
    await expect(store.get('order-1')).resolves.toMatchObject({ key: 'order-1' });
    clock.set(startAt + ttlMs);
    await expect(store.get('order-1')).rejects.toMatchObject(expired);
  });

  it('refuses to settle an expired record (S5)', async () => {
    const { token } = await claim(store, 'order-1');
    clock.set(startAt + ttlMs);
    await expect(store.updateStatus('order-1', token, { status: 'failed' })).rejects.toMatchObject(expired);
  });

  it('treats an expired key as a new one (S6)', async () => {
    await claim(store, 'order-1');
    clock.set(startAt + ttlMs);
    const { record } = await claim(store, 'order-1', { fingerprint: 'fingerprint-b', paymentId: 'payment-2' });
    expect(record).toMatchObject({
      status: 'pending',
      fingerprint: 'fingerprint-b',
      paymentId: 'payment-2',
      createdAt: startAt + ttlMs,
    });
  });
});
