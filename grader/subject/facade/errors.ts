/** Errors on their way between the realms: the contract's classes and codes, and nothing that an implementation adds. */

import { isObject, readMember } from '../members.ts';
import type { Bridge } from './bridge.ts';

export interface Errors {
  /** For the implementation: what a test has thrown. */
  inward(thrown: unknown): unknown;
  /** For the tests: what the implementation has thrown; what came from a test is that test's own object again. */
  outward(thrown: unknown): unknown;
  /** A stand-in for the reason of an abort, which comes back as `reason`. */
  standIn(reason: unknown): object;
}

export interface ErrorsOptions {
  readonly bridge: Bridge;
  /** The contract's classes as the tests import them. */
  readonly theirs: unknown;
  /** The same as the implementation imports them. */
  readonly ours: unknown;
  /** An error's details as data of the tests' realm. */
  readonly detailsOut: (details: unknown) => unknown;
}

/** The engine's own words. */
const OVERFLOW = 'Maximum call stack size exceeded';

const MESSAGES = { ConfigError: 'an option is out of range', NetworkError: 'network', DeclinedError: 'declined' };

export function makeErrors({ bridge, theirs, ours, detailsOut }: ErrorsOptions): Errors {
  const inside = new WeakMap<object, { readonly value: unknown }>();
  const outside = new WeakMap<object, object>();
  const isOurs = (value: object, name: string): boolean => isA(value, readMember(ours, name));
  const isTheirs = (value: object, name: string): boolean => bridge.isInstance(value, readMember(theirs, name));
  const makeOurs = (name: string, args: readonly unknown[]): object => construct(readMember(ours, name), args);
  const makeTheirs = (name: string, args: readonly unknown[]): object =>
    bridge.construct(readMember(theirs, name), args);

  function inward(thrown: unknown): unknown {
    // What went wrong on this side, a stack overflow say, is no error of a test's, and must not come back as one.
    if (!isObject(thrown) || thrown instanceof Error) return thrown;
    const known = inside.get(thrown);
    if (known !== undefined) return known.value;
    const made = begin(thrown);
    inside.set(thrown, { value: made });
    outside.set(made, thrown);
    return made;
  }

  function begin(thrown: object): object {
    const text = (name: string): string => String(readMember(thrown, name));
    for (const name of ['NetworkError', 'DeclinedError', 'ConfigError']) {
      if (isTheirs(thrown, name)) return makeOurs(name, [text('message')]);
    }
    if (isTheirs(thrown, 'IdempotencyError')) return makeOurs('IdempotencyError', [text('code'), text('key')]);
    if (isTheirs(thrown, 'PaymentError')) return makeOurs('PaymentError', [text('code'), text('message')]);
    return bridge.isError(thrown) ? new Error(text('message')) : Object.freeze({});
  }

  function outward(thrown: unknown): unknown {
    if (!isObject(thrown)) return thrown;
    const known = outside.get(thrown);
    if (known !== undefined) return known;
    if (isOurs(thrown, 'PaymentError')) return paymentError(thrown);
    if (isOurs(thrown, 'IdempotencyError')) {
      return makeTheirs('IdempotencyError', [
        detailsOut(readMember(thrown, 'code')),
        detailsOut(readMember(thrown, 'key')),
      ]);
    }
    for (const [name, message] of Object.entries(MESSAGES)) {
      if (isOurs(thrown, name)) return makeTheirs(name, [message]);
    }
    if (thrown instanceof RangeError) return bridge.error('RangeError', rangeMessage(thrown));
    if (thrown instanceof TypeError) return bridge.error('TypeError', 'a value of the wrong type');
    if (thrown instanceof Error) return bridge.error('Error', 'something else went wrong');
    return bridge.isError(thrown) ? thrown : bridge.object();
  }

  function paymentError(thrown: object): object {
    const code = detailsOut(readMember(thrown, 'code'));
    const details = detailsOut(readMember(thrown, 'details')) ?? bridge.object();
    if (!Object.hasOwn(thrown, 'cause')) return makeTheirs('PaymentError', [code, code, details]);
    const options = bridge.object();
    const value = causeOut(readMember(thrown, 'cause'));
    Object.defineProperty(options, 'cause', { value, writable: true, enumerable: true, configurable: true });
    return makeTheirs('PaymentError', [code, code, details, options]);
  }

  /** The contract leaves open what stands behind a timeout, so that is an `Error` and no more. */
  function causeOut(cause: unknown): unknown {
    const own = isObject(cause) && outside.get(cause) === undefined;
    return own && cause instanceof Error ? bridge.error('Error', 'the attempt timed out') : outward(cause);
  }

  function standIn(reason: unknown): object {
    const made = bridge.abortReason();
    inside.set(made, { value: reason });
    if (isObject(reason)) outside.set(reason, made);
    return made;
  }

  return { inward, outward, standIn };
}

/** A payload of a test's that is nested too deeply is no option. */
function rangeMessage({ message }: RangeError): string {
  return message === OVERFLOW ? OVERFLOW : 'something is out of range';
}

function isA(value: object, type: unknown): boolean {
  return typeof type === 'function' && value instanceof type;
}

function construct(type: unknown, args: readonly unknown[]): object {
  if (!isClass(type)) throw new TypeError('the contract lacks a class');
  return Reflect.construct(type, args);
}

function isClass(value: unknown): value is new (...args: unknown[]) => object {
  return typeof value === 'function';
}
