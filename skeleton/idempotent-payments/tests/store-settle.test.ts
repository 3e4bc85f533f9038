import { beforeEach, describe, expect, it } from 'vitest';
import type { IdempotencyStore } from '../src/contract.ts';
import { createIdempotencyStore } from '../src/idempotency-store.ts';
import { claim } from './support/claim.ts';
import { createManualClock } from './support/manual-clock.ts';
import { recordOf } from './support/members.ts';

let store: IdempotencyStore;

beforeEach(() => {
  store = createIdempotencyStore({ ttlMs: 60_000, clock: createManualClock() });
});

describe('settling a record', () => {
  it('records the response and leaves the dates alone (S5)', async () => {
    const { token, record } = await claim(store, 'order-1');
    await store.updateStatus('order-1', token, { status: 'completed', response: { receipt: 'R-1' } });
    await expect(store.get('order-1').then(recordOf)).resolves.toEqual({
      ...recordOf(record),
      status: 'completed',
      response: { receipt: 'R-1' },
    });
  });

  it('rejects with NOT_FOUND, STALE_CLAIM and ALREADY_FINAL (S5)', async () => {
    await expect(store.updateStatus('unknown', 'token', { status: 'failed' })).rejects.toMatchObject({
      name: 'IdempotencyError',
      code: 'NOT_FOUND',
      key: 'unknown',
    });
    const { token } = await claim(store, 'order-1');
    await expect(store.updateStatus('order-1', `${token}?`, { status: 'failed' })).rejects.toMatchObject({
      code: 'STALE_CLAIM',
    });
    await store.updateStatus('order-1', token, { status: 'completed', response: null });
    await expect(store.updateStatus('order-1', token, { status: 'failed' })).rejects.toMatchObject({
      code: 'ALREADY_FINAL',
    });
  });

  it('refuses the owner of an earlier claim (S5)', async () => {
    const first = await claim(store, 'order-1');
    await store.updateStatus('order-1', first.token, { status: 'failed' });
    await claim(store, 'order-1');
    await expect(
      store.updateStatus('order-1', first.token, { status: 'completed', response: 'too late' }),
    ).rejects.toMatchObject({ code: 'STALE_CLAIM' });
    await expect(store.get('order-1')).resolves.toMatchObject({ status: 'pending' });
  });
});
