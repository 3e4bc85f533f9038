import type { IdempotencyRecord, PaymentOutcome, UnrecordedOutcome } from '../../src/contract.ts';

/** The contract's members of a record, read by name: what else it has, and whether they are getters, is up to you. */
export function recordOf(record: IdempotencyRecord): IdempotencyRecord {
  const { key, status, fingerprint, paymentId, createdAt, expiresAt, response } = record;
  const settled = response === undefined ? {} : { response };
  return { key, status, fingerprint, paymentId, createdAt, expiresAt, ...settled };
}

export function settledAs(outcome: PaymentOutcome): PaymentOutcome {
  return outcome.status === 'completed' ? { status: outcome.status, response: outcome.response } : { status: 'failed' };
}

export function reportOf({ key, paymentId, status, cause }: UnrecordedOutcome): UnrecordedOutcome {
  return { key, paymentId, status, cause };
}
