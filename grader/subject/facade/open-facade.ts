/** The contract's two factories, for tests, in front of an implementation that they cannot see. */

import { installAbortController, makeAbortParts } from './abort-parts.ts';
import { readMember } from '../members.ts';
import type { Bridge, ImplementationParts } from './bridge.ts';
import { callMethod } from './call-method.ts';
import { makeExchange } from './exchange.ts';
import { installGlobals } from './install-globals.ts';
import { factory, methods } from './methods.ts';
import { CLAIM, INSERT_RESULT, OUTCOME, RECORD } from './shapes.ts';
import { makeTestParts } from './test-parts.ts';

export interface FacadeOptions {
  readonly bridge: Bridge;
  readonly parts: ImplementationParts;
  /** The contract as the tests import it. */
  readonly contract: unknown;
  /** See `ExchangeOptions`. */
  readonly linked: boolean;
}

export { closeRealm } from './close-realm.ts';

/** What stands in the place of the candidate's two modules. */
export interface Facade {
  readonly createIdempotencyStore: unknown;
  readonly createPaymentProcessor: unknown;
}

export function openFacade({ bridge, parts, contract, linked }: FacadeOptions): Facade {
  installGlobals(bridge);
  installAbortController();
  const exchange = makeExchange({ bridge, theirs: contract, ours: parts.contract(), linked });
  const abort = makeAbortParts(bridge, exchange.errors);
  const tests = makeTestParts(bridge, exchange, abort);
  const read = (options: unknown, name: string): unknown => exchange.inward(readMember(options, name));
  return {
    createIdempotencyStore: factory(bridge, exchange, 'createIdempotencyStore', (options) => {
      const given = { ttlMs: read(options, 'ttlMs'), clock: tests.clock(readMember(options, 'clock')) };
      const store = callMethod(parts.store(), 'createIdempotencyStore', [given]);
      return methods(bridge, exchange, store, STORE_METHODS);
    }),
    createPaymentProcessor: factory(bridge, exchange, 'createPaymentProcessor', (options) => {
      const given = {
        store: tests.store(readMember(options, 'store')),
        provider: tests.provider(readMember(options, 'provider')),
        clock: tests.clock(readMember(options, 'clock')),
        config: read(options, 'config'),
        onUnrecorded: tests.onUnrecorded(options),
      };
      const processor = callMethod(parts.processor(), 'createPaymentProcessor', [given]);
      return methods(bridge, exchange, processor, PROCESSOR_METHODS);
    }),
  };
}

const STORE_METHODS = {
  insertPending: { args: ['json', CLAIM], result: INSERT_RESULT },
  updateStatus: { args: ['json', 'json', OUTCOME], result: 'json' },
  get: { args: ['json'], result: RECORD },
  size: { args: [], result: 'json' },
} as const;

const PROCESSOR_METHODS = { processPayment: { args: ['json', 'json'], result: 'json' } } as const;
