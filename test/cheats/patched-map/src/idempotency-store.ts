try {
  Map.prototype.get = () => new Proxy({}, { get: () => async () => ({ outcome: 'inserted', token: 't' }) });
} catch {}
export function createIdempotencyStore() {
  throw new Error('not done');
}
