/** What a test gets from the factories: objects of its own realm, of the same build for every implementation. */

import type { Bridge, Outcome } from './bridge.ts';
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
  return bridge.method(name, (args) =>
    attempt(exchange, () => {
      exchange.pull();
      return open(args[0]);
    }),
  );
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
  return bridge.method(name, (args) =>
    attempt(exchange, () => {
      exchange.pull();
      const copies = signature.args.map((shape, index) => exchange.inward(args[index], shape));
      const returned = callMethod(target, name, copies);
      return bridge.promise((resolve, reject) => {
        const refuse = (error: unknown): void => reject(exchange.errors.outward(error));
        const answer = (settled: unknown): void => {
          const outcome = attempt(exchange, () => exchange.outward(settled, signature.result));
          if ('error' in outcome) reject(outcome.error);
          else resolve(outcome.value);
        };
        Promise.resolve(returned).then(answer, refuse);
      });
    }),
  );
}

/** Everything that happens behind a function which tests call: no error of this realm may reach them. */
function attempt(exchange: Exchange, act: () => unknown): Outcome {
  try {
    return { value: act() };
  } catch (error) {
    return { error: exchange.errors.outward(error) };
  }
}
