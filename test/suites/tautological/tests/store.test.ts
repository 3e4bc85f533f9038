import { describe, expect, it } from 'vitest';
import { createIdempotencyStore } from '../src/idempotency-store.ts';
import { createPaymentProcessor } from '../src/payment-processor.ts';
import { createManualClock } from './support/manual-clock.ts';

describe('the modules', () => {
  it('exist', () => {
    expect(createIdempotencyStore).toBeDefined();
    expect(createPaymentProcessor).toBeTypeOf('function');
  });

  it('make a store', () => {
    const store = createIdempotencyStore({ ttlMs: 1_000, clock: createManualClock() });
    expect(store).toBe(store);
    expect(store.get).toBeTypeOf('function');
  });

  it('answer promises', () => {
    const store = createIdempotencyStore({ ttlMs: 1_000, clock: createManualClock() });
    expect(store.size()).toBeInstanceOf(Promise);
  });

  it('agree that true is true', () => {
    expect(true).toBe(true);
  });
});
