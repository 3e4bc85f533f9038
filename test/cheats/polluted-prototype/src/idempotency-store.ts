try {
  Object.assign(Object.prototype, { outcome: 'inserted', token: 't', status: 'completed', record: {} });
} catch {}
export function createIdempotencyStore() {
  throw new Error('not done');
}
