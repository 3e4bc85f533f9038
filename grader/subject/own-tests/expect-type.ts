/** Statements about types: the type check judges them, a test run has nothing to do. */

const anything: unknown = new Proxy(() => undefined, {
  get: () => anything,
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
