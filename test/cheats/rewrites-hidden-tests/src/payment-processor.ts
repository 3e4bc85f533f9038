import './idempotency-store.ts';
export function createPaymentProcessor() {
  throw new Error('not done');
}
