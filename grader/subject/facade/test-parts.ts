/** What a test hands to the factories, as the implementation gets it: a clock, a store, a provider in its own realm. */

import type { AbortParts } from './abort-parts.ts';
import type { Bridge } from './bridge.ts';
import type { Exchange } from './exchange.ts';
import { CHARGE, CLAIM, INSERT_RESULT, OUTCOME, RECORD, UNRECORDED, type Shape } from './shapes.ts';

export interface TestParts {
  clock(clock: unknown): object;
  store(store: unknown): object;
  provider(provider: unknown): object;
  onUnrecorded(options: unknown): (unrecorded: unknown) => void;
}

export function makeTestParts(
  bridge: Bridge,
  { errors, inward, outward, pull }: Exchange,
  abort: AbortParts,
): TestParts {
  /** A method of a test's object. Its own throw is the implementation's to handle. */
  function call(target: unknown, name: string, args: readonly unknown[]): unknown {
    try {
      return bridge.call(target, name, args);
    } catch (error) {
      throw errors.inward(error);
    }
  }

  function callAndPull(target: unknown, name: string, args: readonly unknown[]): unknown {
    try {
      return call(target, name, args);
    } finally {
      pull();
    }
  }

  function ask(target: unknown, name: string, args: readonly unknown[], shape: Shape): Promise<unknown> {
    const returned = callAndPull(target, name, args);
    return new Promise((resolve, reject) => {
      bridge.adopt(
        returned,
        (value) => settle(() => resolve(inward(value, shape)), reject),
        (error) => settle(() => reject(errors.inward(error)), reject),
      );
    });
  }

  /** Reading what a test has answered may throw, too. */
  function settle(act: () => void, reject: (error: unknown) => void): void {
    try {
      pull();
      act();
    } catch (error) {
      reject(error instanceof Error ? error : new Error('an answer that cannot be read'));
    }
  }

  return {
    clock: (clock) => ({
      // The most frequent call by far, and no place to change what was handed over.
      now: () => inward(call(clock, 'now', [])),
      sleep: (ms: unknown, signal?: object) =>
        ask(clock, 'sleep', signal === undefined ? [outward(ms)] : [outward(ms), abort.theirs(signal)], 'json'),
    }),
    store: (store) => ({
      insertPending: (key: unknown, claim: unknown) =>
        ask(store, 'insertPending', [outward(key), outward(claim, CLAIM)], INSERT_RESULT),
      updateStatus: (key: unknown, token: unknown, outcome: unknown) =>
        ask(store, 'updateStatus', [outward(key), outward(token), outward(outcome, OUTCOME)], 'json'),
      get: (key: unknown) => ask(store, 'get', [outward(key)], RECORD),
      size: () => ask(store, 'size', [], 'json'),
    }),
    provider: (provider) => ({
      charge: (request: unknown, signal: object) =>
        ask(provider, 'charge', [outward(request, CHARGE), abort.theirs(signal)], 'json'),
    }),
    onUnrecorded: (options) => (unrecorded) => {
      callAndPull(options, 'onUnrecorded', [outward(unrecorded, UNRECORDED)]);
    },
  };
}
