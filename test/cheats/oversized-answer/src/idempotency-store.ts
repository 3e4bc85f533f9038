const big = () => Promise.resolve(Array.from({ length: 3e4 }, () => 'x'.repeat(1e4)));
export function createIdempotencyStore(options) {
  return { insertPending: big, updateStatus: big, get: big, size: big };
}
