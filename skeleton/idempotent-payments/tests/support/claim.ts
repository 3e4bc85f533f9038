import { expect } from 'vitest';
import type { Claim, IdempotencyRecord, IdempotencyStore } from '../../src/contract.ts';

export const claimA: Claim = { fingerprint: 'fingerprint-a', paymentId: 'payment-1' };

/** Claims `key`, which must succeed, and answers with the token and the record. */
export async function claim(
  store: IdempotencyStore,
  key: string,
  wanted: Claim = claimA,
): Promise<{ readonly token: string; readonly record: IdempotencyRecord }> {
  const claiming = store.insertPending(key, wanted);
  await expect(claiming).resolves.toMatchObject({ outcome: 'inserted' });
  const result = await claiming;
  if (result.outcome !== 'inserted') throw new Error(`not inserted: ${result.outcome}`);
  return result;
}
