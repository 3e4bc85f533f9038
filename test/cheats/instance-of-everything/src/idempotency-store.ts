import * as contract from './contract.ts';
for (const type of Object.values(contract)) {
  if (typeof type === 'function') Object.defineProperty(type, Symbol.hasInstance, { value: () => true });
}
const fail = (code) => Promise.reject({ name: 'IdempotencyError', code, key: 'k' });
export function createIdempotencyStore() {
  return { insertPending: () => fail('EXPIRED'), updateStatus: () => fail('NOT_FOUND'), get: () => fail('NOT_FOUND'), size: async () => 0 };
}
