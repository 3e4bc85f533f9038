import { beforeEach, describe, expect, it } from 'vitest';
import { ConfigError } from '../src/contract.ts';
import type { IdempotencyStore, InsertResult } from '../src/contract.ts';
import { createIdempotencyStore } from '../src/idempotency-store.ts';
import { claimed } from './support/claimed.ts';
import { ManualClock } from './support/manual-clock.ts';

const TTL_MS = 60_000;
const CLAIM = { fingerprint: 'f', paymentId: 'p' };

let clock: ManualClock;
let store: IdempotencyStore;

beforeEach(() => {
  clock = new ManualClock();
  store = createIdempotencyStore({ ttlMs: TTL_MS, clock });
});

describe('claiming a key', () => {
  it('inserts a pending record with its dates', async () => {
    const { record } = await claimed(store, 'k');
    const createdAt = clock.now();
    expect(record).toEqual({ key: 'k', status: 'pending', ...CLAIM, createdAt, expiresAt: createdAt + TTL_MS });
    expect(await store.get('k')).toEqual(record);
  });

  it('lets exactly one of many overlapping claims win', async () => {
    const calls = Array.from({ length: 20 }, () => store.insertPending('k', CLAIM));
    const outcomes = (await Promise.all(calls)).map(({ outcome }) => outcome);
    expect(outcomes.filter((outcome) => outcome === 'inserted')).toHaveLength(1);
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(19);
  });

  it.each(['pending', 'completed', 'failed'] as const)(
    'answers another fingerprint with mismatch when %s',
    async (status) => {
      const { token } = await claimed(store, 'k');
      if (status === 'completed') await store.updateStatus('k', token, { status, response: 1 });
      if (status === 'failed') await store.updateStatus('k', token, { status });
      const before = await store.get('k');
      expect(await store.insertPending('k', { ...CLAIM, fingerprint: 'g' })).toEqual({
        outcome: 'mismatch',
        record: before,
      });
      expect(await store.get('k')).toEqual(before);
    },
  );

  it('answers a completed key with its record', async () => {
    const { token } = await claimed(store, 'k');
    await store.updateStatus('k', token, { status: 'completed', response: null });
    expect(await store.insertPending('k', CLAIM)).toMatchObject({ outcome: 'duplicate', record: { response: null } });
  });

  it('gives a failed key away again: new token, new dates, old payment id', async () => {
    const first = await claimed(store, 'k', { paymentId: 'old' });
    await store.updateStatus('k', first.token, { status: 'failed' });
    clock.advance(10);
    const second = await claimed(store, 'k', { paymentId: 'new' });
    expect(second.token).not.toBe(first.token);
    expect(second.record).toMatchObject({ status: 'pending', paymentId: 'old', createdAt: clock.now() });
    expect(second.record.expiresAt).toBe(clock.now() + TTL_MS);
  });
});

describe('claims that overlap', () => {
  it('of a failed key are won by one', async () => {
    const { token } = await claimed(store, 'k');
    await store.updateStatus('k', token, { status: 'failed' });
    const claims = await Promise.all(Array.from({ length: 5 }, () => store.insertPending('k', CLAIM)));
    expect(claims.map(({ outcome }) => outcome).sort()).toEqual([
      'duplicate',
      'duplicate',
      'duplicate',
      'duplicate',
      'inserted',
    ]);
  });
});

describe('settling', () => {
  it('records the outcome without moving the expiry', async () => {
    const { token, record } = await claimed(store, 'k');
    clock.advance(10);
    await store.updateStatus('k', token, { status: 'completed', response: { ok: true } });
    expect(await store.get('k')).toEqual({ ...record, status: 'completed', response: { ok: true } });
  });

  it('checks NOT_FOUND, EXPIRED, STALE_CLAIM and ALREADY_FINAL in this order', async () => {
    const settle = (token: string): Promise<void> => store.updateStatus('k', token, { status: 'failed' });
    await expect(settle('no token')).rejects.toMatchObject({ code: 'NOT_FOUND', key: 'k' });
    const first = await claimed(store, 'k');
    await expect(settle('no token')).rejects.toMatchObject({ code: 'STALE_CLAIM' });
    await settle(first.token);
    await expect(settle('no token')).rejects.toMatchObject({ code: 'STALE_CLAIM' });
    await expect(settle(first.token)).rejects.toMatchObject({ code: 'ALREADY_FINAL' });
    const second = await claimed(store, 'k');
    await expect(settle(first.token)).rejects.toMatchObject({ code: 'STALE_CLAIM' });
    clock.advance(TTL_MS);
    await expect(settle(second.token)).rejects.toMatchObject({ code: expect.stringMatching(/^(EXPIRED|NOT_FOUND)$/) });
  });
});

describe('expiry', () => {
  const gone = { name: 'IdempotencyError', code: expect.stringMatching(/^(EXPIRED|NOT_FOUND)$/) };

  it('comes exactly at expiresAt', async () => {
    await claimed(store, 'k');
    clock.advance(TTL_MS - 1);
    expect(await store.get('k')).toMatchObject({ status: 'pending' });
    clock.advance(1);
    await expect(store.get('k')).rejects.toMatchObject(gone);
  });

  it('is not put off by asking for a duplicate', async () => {
    await claimed(store, 'k');
    clock.advance(TTL_MS - 1);
    expect(await store.insertPending('k', CLAIM)).toMatchObject({ outcome: 'duplicate' });
    clock.advance(1);
    await expect(store.get('k')).rejects.toMatchObject(gone);
  });

  it('makes the key free, even for another payload', async () => {
    await claimed(store, 'k');
    clock.advance(TTL_MS);
    const { record } = await claimed(store, 'k', { fingerprint: 'g', paymentId: 'q' });
    expect(record).toMatchObject({ fingerprint: 'g', paymentId: 'q', createdAt: clock.now() });
  });

  it('is final once seen, even if the clock steps back', async () => {
    const { token } = await claimed(store, 'k');
    clock.advance(TTL_MS);
    await expect(store.get('k')).rejects.toMatchObject(gone);
    clock.advance(-TTL_MS);
    await expect(store.get('k')).rejects.toMatchObject(gone);
    await expect(store.updateStatus('k', token, { status: 'failed' })).rejects.toMatchObject(gone);
    expect((await claimed(store, 'k', { paymentId: 'q' })).record.paymentId).toBe('q');
  });
});

describe('isolation', () => {
  it('compares keys exactly', async () => {
    const keys = ['', ' ', '__proto__', 'constructor', 'é', 'e\u0301', '1', '01'];
    for (const key of keys) await claimed(store, key);
    expect(await store.size()).toBe(keys.length);
    expect(await store.get('__proto__')).toMatchObject({ key: '__proto__' });
  });

  it('takes and gives snapshots', async () => {
    const { token } = await claimed(store, 'k');
    const response = { items: ['a'] };
    await store.updateStatus('k', token, { status: 'completed', response });
    response.items.push('b');
    const { record }: InsertResult = await store.insertPending('k', CLAIM);
    expect(record.response).toEqual({ items: ['a'] });
    Object.assign(record, { status: 'failed' });
    expect(await store.get('k')).toMatchObject({ status: 'completed', response: { items: ['a'] } });
  });

  it('gives every caller a record of its own', async () => {
    const { token, record } = await claimed(store, 'k');
    await store.updateStatus('k', token, { status: 'completed', response: { items: ['a'] } });
    const read = await store.get('k');
    Object.assign(record, { status: 'failed' });
    Object.assign(read, { status: 'failed', paymentId: 'other' });
    Object.assign(read.response ?? {}, { items: [] });
    expect(await store.get('k')).toMatchObject({
      status: 'completed',
      paymentId: CLAIM.paymentId,
      response: { items: ['a'] },
    });
  });

  it('shares nothing with another store', async () => {
    await claimed(store, 'k');
    const other = createIdempotencyStore({ ttlMs: TTL_MS, clock });
    expect(await other.size()).toBe(0);
    const { token } = await claimed(other, 'k');
    await other.updateStatus('k', token, { status: 'failed' });
    expect(await store.get('k')).toMatchObject({ status: 'pending' });
  });
});

describe('growth', () => {
  async function claimMany(name: string, count: number, stepMs = 0): Promise<void> {
    for (let n = 0; n < count; n += 1) {
      await claimed(store, `${name}-${n}`);
      clock.advance(stepMs);
    }
  }

  it('stays near the live records under steady traffic', async () => {
    await claimMany('steady', 1_100, TTL_MS / 50);
    expect(await store.size()).toBeLessThanOrEqual(1_050);
  });

  it('works off the backlog of a burst and keeps what lives', async () => {
    await claimMany('burst', 50);
    clock.advance(TTL_MS - 1);
    await claimMany('alive', 10);
    clock.advance(1);
    await claimMany('later', 100);
    expect(await store.size()).toBe(110);
    expect(await store.get('alive-0')).toMatchObject({ key: 'alive-0' });
  });

  it('finds what expires first, even if the clock stepped back', async () => {
    await claimed(store, 'long');
    clock.advance(-30 * TTL_MS);
    await claimMany('steady', 1_100, TTL_MS / 50);
    expect(await store.size()).toBeLessThanOrEqual(1_051);
    expect(await store.get('long')).toMatchObject({ key: 'long' });
  });
});

it('refuses a ttlMs that is not finite and above 0', () => {
  for (const ttlMs of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => createIdempotencyStore({ ttlMs, clock })).toThrow(ConfigError);
  }
});
