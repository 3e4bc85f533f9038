import secret from '/etc/passwd' with { type: 'text' };
export function createIdempotencyStore() {
  throw new Error(secret);
}
