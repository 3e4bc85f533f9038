/** Statements about types: the type check judges them, a test run has nothing to do. */

const anything: unknown = new Proxy(() => undefined, {
  // No promise: a test that returns it would be waited for.
  get: (_target, name) => (name === 'then' ? undefined : anything),
  apply: () => anything,
});

/** Answers every call and every member with itself. */
export function expectTypeOf(): unknown {
  return anything;
}

/** Does nothing. */
export function assertType(): void {
  return undefined;
}
