export { createIdempotencyStore } from '/KIT/reference/idempotent-payments/src/idempotency-store.ts';
