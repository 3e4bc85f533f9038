/**
 * The implementations that own tests are run on live in a realm of their own, where nothing that a test patches can reach
 * them. The facade stands in that realm and speaks to the tests through a bridge alone.
 */

/** What the tests' realm lends to the facade. All of it was taken before any test was loaded, and looks nothing up later. */
export interface Bridge {
  /** An empty plain object of the tests' realm. */
  object(): Record<string, unknown>;
  array(): unknown[];
  /**
   * A function of the tests' realm, the same text for every implementation, that hands its arguments on. What `call` throws instead of answering it
   * is an object of the other realm, so that an error of the tests' realm takes its place.
   */
  method(name: string, call: (args: readonly unknown[]) => Outcome): unknown;
  /** Calls a method of a test's object; throws what it throws, or a `TypeError` of the tests' realm where there is none. */
  call(target: unknown, name: string, args: readonly unknown[]): unknown;
  /** Rejected with an error of the tests' realm where `start` throws. */
  promise(start: (resolve: (value: unknown) => void, reject: (error: unknown) => void) => void): unknown;
  /** Waits for what a test has returned, be it a promise, a thenable or a value. What the callbacks throw goes nowhere. */
  adopt(returned: unknown, onValue: (value: unknown) => void, onError: (error: unknown) => void): void;
  error(name: 'Error' | 'TypeError' | 'RangeError', message: string): object;
  isError(value: object): boolean;
  isProxy(value: object): boolean;
  isInstance(value: object, type: unknown): boolean;
  construct(type: unknown, args: readonly unknown[]): object;
  abortable(): Abortable;
  /** The reason of an abort, the same for every implementation. */
  abortReason(): object;
  encode(text: string): Uint8Array;
  /** Answers in a later turn of the event loop, as the engine's own digests do. */
  digest(algorithm: string, bytes: Uint8Array, done: (digest: Uint8Array) => void): void;
}

/** How a call of a factory or a method went: values and errors of the tests' realm. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown };

/** An `AbortController` of the tests' realm. */
export interface Abortable {
  readonly signal: object;
  abort(reason?: object): void;
}

/** The parts of one implementation, evaluated when they are first asked for. */
export interface ImplementationParts {
  contract(): unknown;
  store(): unknown;
  processor(): unknown;
}
