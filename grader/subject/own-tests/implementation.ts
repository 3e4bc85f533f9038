/** Loads an implementation of ours into a realm of its own. */

import { constants, createContext, Script, type Context } from 'node:vm';
import type { Bridge, ImplementationParts } from '../facade/bridge.ts';
import type { Facade, FacadeOptions } from '../facade/open-facade.ts';
import { hideStacks } from './blind-realm.ts';

const Failure = TypeError;
const { create } = Object;

export interface ImplementationSource {
  /** A script body that fills `exports` with the parts' loaders. */
  readonly code: string;
  /** See `FacadeOptions`. */
  readonly linked: boolean;
}

export type OpenImplementation = (contract: unknown) => Facade;

/** What the stand-ins for the candidate's two modules call, each once. */
export type HandOut = (name: unknown, contract: unknown) => unknown;

/** For one evaluation of the tests. They see it, too, but it answers no object of the implementation's realm. */
export function handOut(open: OpenImplementation): HandOut {
  const left = { createIdempotencyStore: true, createPaymentProcessor: true };
  return (name, contract) => {
    if ((name !== 'createIdempotencyStore' && name !== 'createPaymentProcessor') || !left[name]) {
      throw new Failure('there is no such factory');
    }
    left[name] = false;
    try {
      return open(contract)[name];
    } catch {
      throw new Failure('the factory cannot be opened');
    }
  };
}

interface FacadeScript {
  readonly openFacade: (options: FacadeOptions) => Facade;
  readonly closeRealm: () => void;
}

type Load = (exports: object) => void;

/** Nothing is evaluated before a test file asks for it; each one gets modules of its own. */
export function loadImplementation(
  source: ImplementationSource,
  facadeCode: string,
  bridge: Bridge,
): OpenImplementation {
  const context: Context = createContext(constants.DONT_CONTEXTIFY, {
    codeGeneration: { strings: false, wasm: false },
  });
  const hide: (error: unknown) => void = run(context, `(${hideStacks.toString()})`);
  hide(run(context, 'Error'));
  const facade: FacadeScript = run(context, `(function () {'use strict';${facadeCode}\nreturn facade;\n})()`);
  facade.closeRealm();
  const load: Load = run(context, `(function (exports) {'use strict';${source.code}\n})`);
  return (contract) => {
    // A setter that a test has given all objects would be handed the implementation's own functions.
    const parts: Partial<ImplementationParts> = create(null);
    load(parts);
    const { contract: ours, store, processor } = parts;
    if (ours === undefined || store === undefined || processor === undefined) {
      throw new TypeError('the implementation lacks a part');
    }
    return facade.openFacade({
      bridge,
      parts: { contract: ours, store, processor },
      contract,
      linked: source.linked,
    });
  };
}

/** The script is ours. */
function run<T>(context: Context, code: string): T {
  const made: T = new Script(code, { filename: 'implementation.js' }).runInContext(context);
  return made;
}
