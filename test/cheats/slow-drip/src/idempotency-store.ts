export function createIdempotencyStore() {
  const drip = () => setTimeout(drip, 1); drip(); return { insertPending: () => new Promise(() => {}) };
}
