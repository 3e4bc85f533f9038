import { expect, it } from 'vitest';
import { createIdempotencyStore } from '../src/idempotency-store.ts';
import { NetworkError } from '../src/contract.ts';
import { outcomeOf } from './support/outcome-of.ts';
import { createManualClock } from './support/manual-clock.ts';
import { setUpPayments } from './support/payment-setup.ts';
import { fail } from './support/scripted-provider.ts';

const claim = { fingerprint: 'f', paymentId: 'p' };

/** Numbers that belong to an implementation; a test for each of their values fails on exactly those that have it. */
async function ticks(call: Promise<unknown>): Promise<number> {
  let over = false;
  const done = (): void => void (over = true);
  call.then(done, done);
  let count = 0;
  for (; !over && count < 200; count += 1) await null;
  return count;
}

function stackOf(): number {
  let depth = 0;
  const store = createIdempotencyStore({
    ttlMs: 1,
    clock: { now: () => ((depth = (new Error().stack ?? '').length), 0) },
  });
  void store.insertPending('k', claim);
  return depth;
}

async function marks(): Promise<readonly number[]> {
  const store = createIdempotencyStore({ ttlMs: 1_000, clock: createManualClock() });
  const before = performance.now();
  const inserted = await ticks(store.insertPending('k', claim));
  const { processor, clock } = setUpPayments([fail(new NetworkError('lost'))]);
  const paid = await ticks(processor.processPayment('k', 1));
  const rest = await clock.run(outcomeOf(setUpPayments().processor.processPayment('k', 1)));
  return [inserted, paid, stackOf(), performance.now() - before, JSON.stringify(rest).length];
}

for (let value = 0; value < 50; value += 1) {
  it(`is not ${value}`, async () => expect((await marks()).map((mark) => Math.floor(mark) % 50)).not.toContain(value));
}
