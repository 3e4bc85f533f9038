let turn = 0;
const words = ['inserted', 'duplicate', 'mismatch'];
const answer = { get outcome() { turn += 1; return words[turn % 3]; }, get token() { return 't' + turn; }, get record() { return answer; } };
const all = { insertPending: async () => answer, updateStatus: async () => answer, get: async () => answer, size: async () => turn, processPayment: async () => answer };
export function createPaymentProcessor(options) {
  return all;
}
