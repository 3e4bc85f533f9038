import type { Claim, IdempotencyStore, InsertResult } from '../../src/contract.ts';

/** Claims `key` and hands out the ownership; throws where the store does not give it. */
export async function claimed(
  store: IdempotencyStore,
  key: string,
  claim: Partial<Claim> = {},
): Promise<Extract<InsertResult, { outcome: 'inserted' }>> {
  const result = await store.insertPending(key, { fingerprint: 'f', paymentId: 'p', ...claim });
  if (result.outcome !== 'inserted') throw new Error(`expected a claim of ${key}, got ${result.outcome}`);
  return result;
}
