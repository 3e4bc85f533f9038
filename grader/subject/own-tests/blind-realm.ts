/**
 * What is taken from the realm in which own tests run, so that nothing but behaviour through the contract tells one
 * implementation from another, or one run from the next: real time, real chance, other threads, garbage collection, stacks.
 */

const REMOVED = [
  ...['SharedArrayBuffer', 'Atomics', 'FormData'],
  ...['Request', 'Response', 'Headers', 'QuotaExceededError'],
];

/** What solutions may use: garbage collection shows in it, other turns, other chance. */
const REMOVED_BUT_ON_OWN_SOLUTION = [
  ...['WeakRef', 'FinalizationRegistry', 'MessageChannel', 'MessagePort', 'MessageEvent'],
  ...['Crypto', 'CryptoKey', 'SubtleCrypto'],
];

/** For what the stand-in for `vitest` may still have; to be called once it has taken its share. */
export function removeSources({ isOwnSolution }: { readonly isOwnSolution: boolean }): void {
  const removed = isOwnSolution ? REMOVED : [...REMOVED, ...REMOVED_BUT_ON_OWN_SOLUTION];
  for (const name of removed) Reflect.deleteProperty(globalThis, name);
}

/** Everything but time that can be replaced from the start. */
export function blindRealm(): void {
  Reflect.deleteProperty(URL, 'createObjectURL');
  hideStacks();
}

/**
 * Stacks would show the frames between a test and its callbacks. The engine takes none where the limit is not a plain
 * number, and nobody can make it one again: `error.stack` is undefined.
 */
export function hideStacks(error: ErrorConstructor = Error): void {
  Object.defineProperty(error, 'stackTraceLimit', { get: () => 0, set: () => undefined, configurable: false });
}
