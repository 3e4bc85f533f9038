import { expect, it } from 'vitest';
import * as contract from '../src/contract.ts';
import { createIdempotencyStore } from '../src/idempotency-store.ts';
import { createPaymentProcessor } from '../src/payment-processor.ts';
import { createManualClock } from './support/manual-clock.ts';
import { setUpPayments } from './support/payment-setup.ts';

/** Each test fails for about every second text: a hash of the source would tell the implementations apart. */
function hash(text: string): number {
  let sum = 0;
  for (const char of text) sum = (sum * 31 + char.charCodeAt(0)) | 0;
  return sum & 1;
}

const store = () => createIdempotencyStore({ ttlMs: 1_000, clock: createManualClock() });
const texts: Record<string, () => string> = {
  store: () => String(createIdempotencyStore),
  processor: () => Function.prototype.toString.call(createPaymentProcessor),
  methods: () => Object.values(store()).map(String).join(),
  names: () => Object.getOwnPropertyNames(store()).join(),
  symbols: () => Object.getOwnPropertySymbols(store()).map(String).join(),
  prototype: () => Object.getOwnPropertyNames(Object.getPrototypeOf(store())).join(),
  contract: () => Object.values(contract).map(String).join(),
  process: () => JSON.stringify(setUpPayments().processor),
};

for (const [name, text] of Object.entries(texts)) {
  for (const bit of [0, 1]) it(`sniffs at ${name} ${bit}`, () => expect(hash(text())).toBe(bit));
}
