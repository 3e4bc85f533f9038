/** What the judge throws into a solution: instances of the contract's classes, or any value. */

import type { ThrowSpec } from '../wire/messages.ts';
import type { WireValue } from '../wire/value.ts';
import type { ContractClasses } from './solution.ts';

/** The parts of a session that thrown values need. */
export interface ThrowingContext {
  contract(): ContractClasses;
  decode(value: WireValue): unknown;
  kept(handle: string): unknown;
  /** Keeps what was made, so that it is recognised when it comes back. */
  keep(handle: string, value: unknown): void;
}

/** What `spec` describes; the same object each time it is asked for. */
export function makeThrown(spec: ThrowSpec, context: ThrowingContext): unknown {
  const known = context.kept(spec.handle);
  if (known !== undefined) return known;
  const made = 'class' in spec ? makeError(spec, context) : context.decode(spec.value);
  context.keep(spec.handle, made);
  return made;
}

type ErrorSpec = Extract<ThrowSpec, { readonly class: string }>;

function makeError({ class: name, args, heir, ...rest }: ErrorSpec, context: ThrowingContext): object {
  const type = context.contract()[name] ?? (name === 'TypeError' ? TypeError : Error);
  const decoded = args.map((arg) => context.decode(arg));
  const made = Reflect.construct(type, decoded);
  if (heir === true) makeHeir(made);
  const define = (member: string, value: unknown): void => {
    Object.defineProperty(made, member, { value, writable: true, configurable: true });
  };
  if (rest.name !== undefined) define('name', rest.name);
  if (rest.cause !== undefined) define('cause', makeThrown(rest.cause, context));
  return made;
}

/** Makes `object` an instance of a class that extends its own. */
function makeHeir(object: object): void {
  class Heir {}
  Object.setPrototypeOf(Heir.prototype, Object.getPrototypeOf(object));
  Object.setPrototypeOf(object, Heir.prototype);
}
