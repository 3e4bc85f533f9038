export type Outcome<T> =
  { readonly status: 'resolved'; readonly value: T } | { readonly status: 'rejected'; readonly reason: unknown };

/**
 * How a promise ends, as a value: `const call = outcomeOf(processor.processPayment(…))` can be awaited later, or never,
 * without an unhandled rejection.
 */
export function outcomeOf<T>(promise: Promise<T>): Promise<Outcome<T>> {
  return promise.then(
    (value) => ({ status: 'resolved', value }) as const,
    (reason: unknown) => ({ status: 'rejected', reason }) as const,
  );
}
