/** Loads an implementation of ours into a realm of its own. */

import { constants, createContext, Script, type Context } from 'node:vm';
import type { Bridge, ImplementationParts } from '../facade/bridge.ts';
import type { Facade, FacadeOptions } from '../facade/open-facade.ts';
import { hideStacks } from './blind-realm.ts';

export interface ImplementationSource {
  /** A script body that fills `exports` with the parts' loaders. */
  readonly code: string;
  /** See `FacadeOptions`. */
  readonly linked: boolean;
}

/** What the stand-ins for the candidate's two modules call, once for each evaluation of a test file. */
export type OpenImplementation = (contract: unknown) => Facade;

type Load = (exports: object) => void;

/** Nothing is evaluated before a test file asks for it; each one gets modules of its own. */
export function loadImplementation(
  source: ImplementationSource,
  facadeCode: string,
  bridge: Bridge,
): OpenImplementation {
  const context: Context = createContext(constants.DONT_CONTEXTIFY);
  const hide: (error: unknown) => void = run(context, `(${hideStacks.toString()})`);
  hide(run(context, 'Error'));
  const facade: { readonly openFacade: (options: FacadeOptions) => Facade } = run(
    context,
    `(function () {'use strict';${facadeCode}\nreturn facade;\n})()`,
  );
  const load: Load = run(context, `(function (exports) {'use strict';${source.code}\n})`);
  return (contract) => {
    const parts: Partial<ImplementationParts> = {};
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
