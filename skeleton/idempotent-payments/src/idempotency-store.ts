/** Part 1: the idempotency store, rules S1 to S9 in README.md. */

import type { IdempotencyStore, IdempotencyStoreOptions } from './contract.ts';

export function createIdempotencyStore(_options: IdempotencyStoreOptions): IdempotencyStore {
  return {
    insertPending: () => notImplemented('insertPending'),
    updateStatus: () => notImplemented('updateStatus'),
    get: () => notImplemented('get'),
    size: () => notImplemented('size'),
  };
}

function notImplemented(method: string): Promise<never> {
  return Promise.reject(new Error(`not implemented: ${method}`));
}
