import { expect, it } from 'vitest';
import { NetworkError } from '../src/contract.ts';
import { createIdempotencyStore } from '../src/idempotency-store.ts';
import { createManualClock } from './support/manual-clock.ts';
import { setUpPayments } from './support/payment-setup.ts';
import { fail, respond } from './support/scripted-provider.ts';

const claim = { fingerprint: 'f', paymentId: 'p' };

it('inserts and gets a record', async () => {
  const store = createIdempotencyStore({ ttlMs: 60_000, clock: createManualClock() });
  await store.insertPending('key1', claim);
  expect((await store.get('key1')).status).toBe('pending');
});

it('refuses a duplicate', async () => {
  const store = createIdempotencyStore({ ttlMs: 60_000, clock: createManualClock() });
  await store.insertPending('key1', claim);
  expect((await store.insertPending('key1', claim)).outcome).toBe('duplicate');
});

it('expires records', async () => {
  const clock = createManualClock(0);
  const store = createIdempotencyStore({ ttlMs: 100, clock });
  await store.insertPending('key1', claim);
  clock.set(150);
  await expect(store.get('key1')).rejects.toThrow();
});

it('pays once for ten concurrent requests', async () => {
  const { processor, provider } = setUpPayments([respond('tx_1')]);
  const answers = await Promise.all(Array.from({ length: 10 }, () => processor.processPayment('key1', { amount: 1 })));
  expect(new Set(answers)).toEqual(new Set(['tx_1']));
  expect(provider.charges).toHaveLength(1);
});

it('retries until it succeeds', async () => {
  const lost = fail(new NetworkError('network'));
  const { processor, provider, clock } = setUpPayments([lost, lost, respond('tx_1')]);
  expect(await clock.run(processor.processPayment('key1', { amount: 1 }))).toBe('tx_1');
  expect(provider.charges).toHaveLength(3);
});
