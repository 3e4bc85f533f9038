/** What a test gets from the factories: objects of its own realm, of the same build for every implementation. */

import type { Bridge } from './bridge.ts';
import { callMethod } from './call-method.ts';
import type { Exchange } from './exchange.ts';
import type { Shape } from './shapes.ts';

interface Signature {
  readonly args: readonly Shape[];
  readonly result: Shape;
}

export function factory(
  bridge: Bridge,
  exchange: Exchange,
  name: string,
  open: (options: unknown) => unknown,
): unknown {
  return bridge.method(name, (args) => {
    exchange.pull();
    return throwingOutward(exchange, () => open(args[0]));
  });
}

/** An object with these methods, own, enumerable and bound. */
export function methods(
  bridge: Bridge,
  exchange: Exchange,
  target: unknown,
  signatures: Readonly<Record<string, Signature>>,
): object {
  const made = bridge.object();
  for (const [name, signature] of Object.entries(signatures)) {
    const value = method(bridge, exchange, { target, name, signature });
    Object.defineProperty(made, name, { value, writable: true, enumerable: true, configurable: true });
  }
  return made;
}

interface Method {
  readonly target: unknown;
  readonly name: string;
  readonly signature: Signature;
}

function method(bridge: Bridge, exchange: Exchange, { target, name, signature }: Method): unknown {
  return bridge.method(name, (args) => {
    exchange.pull();
    const copies = signature.args.map((shape, index) => exchange.inward(args[index], shape));
    const returned = throwingOutward(exchange, () => callMethod(target, name, copies));
    return bridge.promise((resolve, reject) => {
      Promise.resolve(returned).then(
        (settled) => resolve(exchange.outward(settled, signature.result)),
        (error: unknown) => reject(exchange.errors.outward(error)),
      );
    });
  });
}

function throwingOutward(exchange: Exchange, act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    throw exchange.errors.outward(error);
  }
}
