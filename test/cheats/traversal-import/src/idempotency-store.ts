export { createIdempotencyStore } from '../../../reference/idempotent-payments/src/idempotency-store.ts';
