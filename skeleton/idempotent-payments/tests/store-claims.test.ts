import { beforeEach, describe, expect, it } from 'vitest';
import { ConfigError, type IdempotencyStore } from '../src/contract.ts';
import { createIdempotencyStore } from '../src/idempotency-store.ts';
import { claim, claimA } from './support/claim.ts';
import { createManualClock, type ManualClock } from './support/manual-clock.ts';
import { recordOf } from './support/members.ts';
import { outcomeOf } from './support/outcome-of.ts';

const startAt = 1_000_000;
const ttlMs = 60_000;
let clock: ManualClock;
let store: IdempotencyStore;

beforeEach(() => {
  clock = createManualClock(startAt);
  store = createIdempotencyStore({ ttlMs, clock });
});

describe('claiming a key', () => {
  it('inserts a pending record for a new key (S1)', async () => {
    const record = {
      key: 'order-1',
      status: 'pending',
      fingerprint: 'fingerprint-a',
      paymentId: 'payment-1',
      createdAt: startAt,
      expiresAt: startAt + ttlMs,
    };
    const claimed = await claim(store, 'order-1');
    expect(recordOf(claimed.record)).toEqual(record);
    await expect(store.get('order-1').then(recordOf)).resolves.toEqual(record);
  });

  it('gives every claim a token of its own (S1)', async () => {
    const first = await claim(store, 'order-1');
    const second = await claim(store, 'order-2');
    expect(second.token).not.toBe(first.token);
  });

  it('lets exactly one of ten overlapping claims in (S2)', async () => {
    const claims = Array.from({ length: 10 }, () => outcomeOf(store.insertPending('order-1', claimA)));
    const outcomes = (await Promise.all(claims)).map((claimed) =>
      claimed.status === 'resolved' ? claimed.value.outcome : claimed.reason,
    );
    expect(outcomes.sort()).toEqual([...Array.from({ length: 9 }, () => 'duplicate'), 'inserted']);
  });

  it('answers duplicate while the same payment is pending and once it is completed (S3)', async () => {
    const { token } = await claim(store, 'order-1');
    const again = { fingerprint: 'fingerprint-a', paymentId: 'payment-2' };
    await expect(store.insertPending('order-1', again)).resolves.toMatchObject({
      outcome: 'duplicate',
      record: { status: 'pending', paymentId: 'payment-1' },
    });
    await store.updateStatus('order-1', token, { status: 'completed', response: { receipt: 'R-1' } });
    await expect(store.insertPending('order-1', again)).resolves.toMatchObject({
      outcome: 'duplicate',
      record: { status: 'completed', paymentId: 'payment-1', response: { receipt: 'R-1' } },
    });
  });

  it('answers mismatch for another fingerprint and changes nothing (S3)', async () => {
    const { record } = await claim(store, 'order-1');
    const other = { fingerprint: 'fingerprint-b', paymentId: 'payment-2' };
    const held = recordOf(record);
    const { outcome, record: shown } = await store.insertPending('order-1', other);
    expect({ outcome, record: recordOf(shown) }).toEqual({ outcome: 'mismatch', record: held });
    await expect(store.get('order-1').then(recordOf)).resolves.toEqual(held);
  });

  it('lets a failed record be claimed again under its old payment id (S4)', async () => {
    const first = await claim(store, 'order-1');
    await store.updateStatus('order-1', first.token, { status: 'failed' });
    clock.set(startAt + 500);
    const second = await claim(store, 'order-1', { fingerprint: 'fingerprint-a', paymentId: 'payment-2' });
    expect(second.token).not.toBe(first.token);
    expect(second.record).toMatchObject({
      status: 'pending',
      paymentId: 'payment-1',
      createdAt: startAt + 500,
      expiresAt: startAt + 500 + ttlMs,
    });
  });
});

describe('options', () => {
  it('are refused where records could not expire (S9)', () => {
    for (const bad of [0, -1, Number.NaN, Infinity]) {
      expect(
        () => createIdempotencyStore({ ttlMs: bad, clock }),
        `ttlMs: ${bad} must be refused by a ConfigError`,
      ).toThrow(ConfigError);
    }
  });
});
