/**
 * The host and the candidate's code share one realm. What the host calls while it describes results and sends them is fixed before
 * anything of the candidate's is evaluated: a patched `JSON.stringify`, `push` or `Object.prototype.toJSON` would speak for the host.
 */

import { isObject } from './members.ts';

const { defineProperty } = Reflect;

/** Globals that the host refers to by name. */
const NAMES = [
  ...[
    'Array',
    'Atomics',
    'Error',
    'Function',
    'Int32Array',
    'JSON',
    'Map',
    'Number',
    'Object',
    'Promise',
    'RangeError',
  ],
  ...['Reflect', 'Set', 'SharedArrayBuffer', 'String', 'Symbol', 'TypeError', 'Uint8Array', 'WeakMap', 'globalThis'],
];

/** What inherits from these may have members of the same names, so only additions are refused. */
const CLOSED: readonly object[] = [Object.prototype, Function.prototype];

/** Nothing about these can change any more, and what inherits from them is as free as ever. */
const FROZEN: readonly object[] = [
  ...[JSON, Reflect, Atomics, Object],
  ...[Array, Map, Set, WeakMap, Promise, String, Number, Symbol, RegExp, Int32Array, Uint8Array].flatMap(withPrototype),
  ...ancestorsOf(Uint8Array),
  ...ancestorsOf(Uint8Array.prototype),
  ...[SharedArrayBuffer, ArrayBuffer].flatMap(withPrototype),
  ...[[].values(), new Map().values(), new Set().values(), ''[Symbol.iterator]()].flatMap(ancestorsOf),
];

/** Of functions the host uses these. */
const FUNCTION_MEMBERS = ['apply', 'bind', 'call'];

/** Fixes the built-ins. Own tests are left out of it: they may spy on anything. */
export function lockRealm(): void {
  for (const name of NAMES) fix(globalThis, name);
  for (const object of FROZEN) for (const key of Reflect.ownKeys(object)) fixForHeirs(object, key);
  for (const name of FUNCTION_MEMBERS) fixForHeirs(Function.prototype, name);
  // Frames, which it would be given, say more than stacks do: where the host lies on this machine.
  defineProperty(Error, 'prepareStackTrace', { get: () => undefined, set: () => undefined });
  for (const object of FROZEN) Object.seal(object);
  for (const object of CLOSED) Object.preventExtensions(object);
}

function fix(target: object, name: string): void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  if (own !== undefined) Object.defineProperty(target, name, { ...own, writable: false, configurable: false });
}

/**
 * A member that is only read would forbid heirs to assign one of the same name (`map.get = …`, `Mine.prototype.constructor = Mine`).
 * An accessor does not; see "override mistake" in SES, https://github.com/endojs/endo/blob/master/packages/ses/src/enable-property-overrides.js.
 */
function fixForHeirs(holder: object, key: PropertyKey): void {
  const own = Object.getOwnPropertyDescriptor(holder, key);
  if (own === undefined || own.configurable !== true || !('value' in own)) return;
  const value: unknown = own.value;
  const member = {
    get: () => value,
    set(this: unknown, assigned: unknown): void {
      if (this === holder || !isObject(this) || !assign(this, key, assigned))
        throw new TypeError(`Cannot assign to read only property '${String(key)}'`);
    },
  };
  Object.defineProperty(holder, key, { ...member, enumerable: own.enumerable === true, configurable: false });
}

/** What an assignment does to an object that inherits a writable member. */
function assign(heir: object, key: PropertyKey, value: unknown): boolean {
  const attributes = Object.hasOwn(heir, key) ? {} : { writable: true, enumerable: true, configurable: true };
  return defineProperty(heir, key, { value, ...attributes });
}

function withPrototype(type: { readonly prototype: object }): readonly object[] {
  return [type, type.prototype];
}

/** The objects that `object` inherits from, but for those that everything inherits from. `%TypedArray%` has no name of its own. */
function ancestorsOf(object: object): readonly object[] {
  const found: object[] = [];
  for (let at = protoOf(object); at !== null && !CLOSED.includes(at); at = protoOf(at)) found.push(at);
  return found;
}

function protoOf(object: object): object | null {
  const prototype: unknown = Object.getPrototypeOf(object);
  return isObject(prototype) ? prototype : null;
}
