/** The tests' side of the bridge: everything is taken from the realm before a test can touch it, and nothing looked up later. */

import { types } from 'node:util';
import type { Bridge } from '../facade/bridge.ts';
import { digestOf } from './digest.ts';
import type { FlowingTime } from './flowing-time.ts';

export function makeBridge(time: FlowingTime): Bridge {
  const { isProxy } = types;
  const { apply, construct, defineProperty: define } = Reflect;
  const PlainObject = Object;
  const PlainArray = Array;
  const NativePromise = Promise;
  const { then } = Promise.prototype;
  const resolved = Promise.resolve.bind(Promise);
  const errors = { Error, TypeError, RangeError };
  const { Error: AnyError } = errors;
  const Controller = AbortController;
  const { abort } = AbortController.prototype;
  const signalOf = Object.getOwnPropertyDescriptor(AbortController.prototype, 'signal')?.get ?? (() => undefined);
  const Exception = DOMException;
  const encoder = new TextEncoder();
  const encode = encoder.encode.bind(encoder);
  return {
    object: () => new PlainObject(),
    array: () => new PlainArray<unknown>(),
    method: (name, call) => {
      const made = (...args: unknown[]): unknown => call(args);
      define(made, 'name', { value: name, configurable: true });
      return made;
    },
    promise: (start) => new NativePromise(start),
    adopt: (returned, onValue, onError) => {
      const ok = (value: unknown): void => onValue(value);
      const failed = (error: unknown): void => onError(error);
      void apply(then, resolved(returned), [ok, failed]);
    },
    error: (name, message) => new errors[name](message),
    isError: (value) => value instanceof AnyError,
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

function isClass(value: unknown): value is new (...args: unknown[]) => object {
  return typeof value === 'function';
}
