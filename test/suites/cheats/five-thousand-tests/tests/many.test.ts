import { expect, it } from 'vitest';
import { createIdempotencyStore } from '../src/idempotency-store.ts';
import { createManualClock } from './support/manual-clock.ts';

it.each(Array.from({ length: 5_000 }, (_, n) => n))('guesses %i', async (n) => {
  const store = createIdempotencyStore({ ttlMs: 60_000, clock: createManualClock(n) });
  const { record } = await store.insertPending(`key ${n}`, { fingerprint: 'f', paymentId: 'p' });
  expect(record.createdAt).toBe(n);
});
