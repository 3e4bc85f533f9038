/** The tests' side of the bridge: everything is taken from the realm before a test can touch it, and nothing looked up later. */

import { types } from 'node:util';
import type { Bridge, Outcome } from '../facade/bridge.ts';
import { isObject } from '../members.ts';
import { digestOf } from './digest.ts';
import type { FlowingTime } from './flowing-time.ts';

export function makeBridge(time: FlowingTime): Bridge {
  const { isProxy } = types;
  const { apply, construct, get, defineProperty: define } = Reflect;
  const NativePromise = Promise;
  const { then } = Promise.prototype;
  const resolved = Promise.resolve.bind(Promise);
  const errors = { Error, TypeError, RangeError };
  const { Error: AnyError } = errors;
  const isA = Function.prototype[Symbol.hasInstance];
  const failure = (): Error => new AnyError('something else went wrong');
  const Controller = AbortController;
  const { abort } = AbortController.prototype;
  const signalOf = Object.getOwnPropertyDescriptor(AbortController.prototype, 'signal')?.get ?? (() => undefined);
  const Exception = DOMException;
  const encoder = new TextEncoder();
  const encode = encoder.encode.bind(encoder);
  return {
    object: () => ({}),
    array: () => [],
    method: (name, call) => {
      const made = (...args: unknown[]): unknown => {
        let outcome: Outcome;
        try {
          outcome = call(args);
        } catch {
          throw failure();
        }
        if ('error' in outcome) throw outcome.error;
        return outcome.value;
      };
      define(made, 'name', { value: name, configurable: true });
      return made;
    },
    call: (target, name, args) => {
      const found: unknown = isObject(target) ? get(target, name) : undefined;
      if (typeof found !== 'function') throw new errors.TypeError('no such method');
      return apply(found, target, args);
    },
    promise: (start) =>
      new NativePromise((resolve, reject) => {
        try {
          start(resolve, reject);
        } catch {
          reject(failure());
        }
      }),
    adopt: (returned, onValue, onError) => {
      const ok = quiet(onValue);
      const failed = quiet(onError);
      void apply(then, resolved(returned), [ok, failed]);
    },
    error: (name, message) => new errors[name](message),
    isError: (value) => apply(isA, AnyError, [value]),
    isProxy: (value) => isProxy(value),
    isInstance: (value, type) => isClass(type) && value instanceof type,
    construct: (type, args) => (isClass(type) ? construct(type, args) : new AnyError('the contract lacks a class')),
    abortable: () => {
      const controller = new Controller();
      const signal: AbortSignal = apply(signalOf, controller, []);
      return { signal, abort: (reason) => apply(abort, controller, [reason]) };
    },
    abortReason: () => new Exception('This operation was aborted', 'AbortError'),
    encode: (text) => encode(text),
    digest: (algorithm, bytes, done) => {
      const made = digestOf(algorithm, bytes);
      time.soon(() => done(made));
    },
  };
}

/** The promise that a callback is waited for with may be a test's own, which is told what it throws. */
function quiet(callback: (value: unknown) => void): (value: unknown) => void {
  return (value) => {
    try {
      callback(value);
    } catch {
      // An error of the other realm.
    }
  };
}

function isClass(value: unknown): value is new (...args: unknown[]) => object {
  return typeof value === 'function';
}
