/** Errors that a script throws into the solution. */

import type { ThrowSpec } from '../wire/messages.ts';
import { encodeValue, Kept } from '../wire/value.ts';

interface Handles {
  readonly prefix: string;
  /** How many were given. */
  count: number;
}

/** Those of a file's own errors, until a case runs. */
let given: Handles = { prefix: 'thrown:file:', count: 0 };

/** Counts anew until what is returned is called, so that the evidence of a case does not tell what its worker has run before. */
export function countHandles(prefix: string): () => void {
  const before = given;
  given = { prefix, count: 0 };
  return () => {
    given = before;
  };
}

function handle(): string {
  given.count += 1;
  return `${given.prefix}${given.count}`;
}

/** A `NetworkError` of the contract. */
export function networkError(message = 'connection reset'): ThrowSpec {
  return { class: 'NetworkError', args: [message], handle: handle() };
}

/** A `DeclinedError` of the contract. */
export function declinedError(message = 'insufficient funds'): ThrowSpec {
  return { class: 'DeclinedError', args: [message], handle: handle() };
}

/** An error of a class that extends the contract's. */
export function heirOf(spec: ThrowSpec): ThrowSpec {
  return { ...spec, ...('class' in spec ? { heir: true } : {}) };
}

/** An error that has nothing to do with the contract. */
export function otherError(message = 'disk full'): ThrowSpec {
  return { class: 'Error', args: [message], handle: handle() };
}

/** An error of no class of the contract's that calls itself `name`, as the one of a library might. */
export function errorCalled(name: string): ThrowSpec {
  return { class: 'Error', args: [`a ${name} of somebody else`], handle: handle(), name };
}

/** An error that has nothing to do with the contract, but for its cause. */
export function errorCausedBy(cause: ThrowSpec): ThrowSpec {
  return { class: 'Error', args: ['the provider failed'], handle: handle(), cause };
}

/** Anything else that can be thrown: a string, `undefined`, an object that is no error. */
export function thrownValue(value: unknown): ThrowSpec {
  return { value: encodeValue(value), handle: handle() };
}

/** The contract's `IdempotencyError`. */
export function idempotencyError(code: string, key: string): ThrowSpec {
  return { class: 'IdempotencyError', args: [code, key], handle: handle() };
}

/** What a cause must equal to be the very thing that `spec` describes: the kept object, or the value itself. */
export function theVery(spec: ThrowSpec): unknown {
  if ('class' in spec) return new Kept(spec.handle);
  return typeof spec.value === 'object' && spec.value !== null && 'o' in spec.value
    ? new Kept(spec.handle)
    : plain(spec.value);
}

function plain(wire: unknown): unknown {
  return typeof wire === 'object' && wire !== null && 'u' in wire ? undefined : wire;
}
