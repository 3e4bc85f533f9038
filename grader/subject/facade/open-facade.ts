/** The contract's two factories, for tests, in front of an implementation that they cannot see. */

import { makeAbortParts } from './abort-parts.ts';
import { readMember, type Bridge, type ImplementationParts } from './bridge.ts';
import { makeExchange, type Exchange } from './exchange.ts';
import { installGlobals } from './install-globals.ts';
import { CHARGE, CLAIM, INSERT_RESULT, OUTCOME, RECORD, UNRECORDED, type Shape } from './shapes.ts';

export interface FacadeOptions {
  readonly bridge: Bridge;
  readonly parts: ImplementationParts;
  /** The contract as the tests import it. */
  readonly contract: unknown;
  /** See `ExchangeOptions`. */
  readonly linked: boolean;
}

/** What stands in the place of the candidate's two modules. */
export interface Facade {
  readonly createIdempotencyStore: unknown;
  readonly createPaymentProcessor: unknown;
}

export function openFacade({ bridge, parts, contract, linked }: FacadeOptions): Facade {
  installGlobals(bridge);
  const exchange = makeExchange({ bridge, theirs: contract, ours: parts.contract(), linked });
  const { errors, inward, outward, pull } = exchange;
  const abort = makeAbortParts(bridge, errors);
  Object.defineProperty(globalThis, 'AbortController', { value: abort.AbortController, configurable: true });

  /** A method of a test's object. Its own throw is the implementation's to handle. */
  function callTest(target: unknown, name: string, args: readonly unknown[]): unknown {
    try {
      return apply(readMember(target, name), target, args);
    } catch (error) {
      throw errors.inward(error);
    } finally {
      pull();
    }
  }

  function askTest(target: unknown, name: string, args: readonly unknown[], shape: Shape): Promise<unknown> {
    const returned = callTest(target, name, args);
    return new Promise((resolve, reject) => {
      bridge.adopt(
        returned,
        (value) => {
          pull();
          resolve(inward(value, shape));
        },
        (error) => {
          pull();
          reject(errors.inward(error));
        },
      );
    });
  }

  function clockIn(clock: unknown): object {
    return {
      now: () => callTest(clock, 'now', []),
      sleep: (ms: unknown, signal?: object) =>
        askTest(clock, 'sleep', signal === undefined ? [ms] : [ms, abort.theirs(signal)], 'json'),
    };
  }

  function storeIn(store: unknown): object {
    return {
      insertPending: (key: unknown, claim: unknown) =>
        askTest(store, 'insertPending', [outward(key), outward(claim, CLAIM)], INSERT_RESULT),
      updateStatus: (key: unknown, token: unknown, outcome: unknown) =>
        askTest(store, 'updateStatus', [outward(key), token, outward(outcome, OUTCOME)], 'json'),
      get: (key: unknown) => askTest(store, 'get', [outward(key)], RECORD),
      size: () => askTest(store, 'size', [], 'json'),
    };
  }

  function providerIn(provider: unknown): object {
    return {
      charge: (request: unknown, signal: object) =>
        askTest(provider, 'charge', [outward(request, CHARGE), abort.theirs(signal)], 'json'),
    };
  }

  return {
    createIdempotencyStore: factory(bridge, exchange, 'createIdempotencyStore', (options) => {
      const given = { ttlMs: inward(readMember(options, 'ttlMs')), clock: clockIn(readMember(options, 'clock')) };
      const store = apply(readMember(parts.store(), 'createIdempotencyStore'), undefined, [given]);
      return methods(bridge, exchange, store, {
        insertPending: { args: ['json', CLAIM], result: INSERT_RESULT },
        updateStatus: { args: ['json', 'json', OUTCOME], result: 'json' },
        get: { args: ['json'], result: RECORD },
        size: { args: [], result: 'json' },
      });
    }),
    createPaymentProcessor: factory(bridge, exchange, 'createPaymentProcessor', (options) => {
      const given = {
        store: storeIn(readMember(options, 'store')),
        provider: providerIn(readMember(options, 'provider')),
        clock: clockIn(readMember(options, 'clock')),
        config: inward(readMember(options, 'config')),
        onUnrecorded: (unrecorded: unknown) => callTest(options, 'onUnrecorded', [outward(unrecorded, UNRECORDED)]),
      };
      const processor = apply(readMember(parts.processor(), 'createPaymentProcessor'), undefined, [given]);
      return methods(bridge, exchange, processor, { processPayment: { args: ['json', 'json'], result: 'json' } });
    }),
  };
}

function factory(bridge: Bridge, exchange: Exchange, name: string, open: (options: unknown) => unknown): unknown {
  return bridge.method(name, (args) => {
    exchange.pull();
    return throwingOutward(exchange, () => open(args[0]));
  });
}

interface Signature {
  readonly args: readonly Shape[];
  readonly result: Shape;
}

/** An object of the tests' realm with these methods, own, enumerable and bound, of the same build for every implementation. */
function methods(
  bridge: Bridge,
  exchange: Exchange,
  target: unknown,
  signatures: Readonly<Record<string, Signature>>,
): object {
  const made = bridge.object();
  for (const [name, { args: shapes, result }] of Object.entries(signatures)) {
    const value = bridge.method(name, (args) => {
      exchange.pull();
      const copies = shapes.map((shape, index) => exchange.inward(args[index], shape));
      const returned = throwingOutward(exchange, () => apply(readMember(target, name), target, copies));
      return bridge.promise((resolve, reject) => {
        Promise.resolve(returned).then(
          (settled) => resolve(exchange.outward(settled, result)),
          (error: unknown) => reject(exchange.errors.outward(error)),
        );
      });
    });
    Object.defineProperty(made, name, { value, writable: true, enumerable: true, configurable: true });
  }
  return made;
}

function throwingOutward(exchange: Exchange, act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    throw exchange.errors.outward(error);
  }
}

function apply(found: unknown, self: unknown, args: readonly unknown[]): unknown {
  if (typeof found !== 'function') throw new TypeError('no such method');
  return Reflect.apply(found, self, args);
}
