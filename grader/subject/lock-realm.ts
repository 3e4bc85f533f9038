/**
 * The host and the candidate's code share one realm. What the host calls while it describes results and sends them is fixed before
 * anything of the candidate's is evaluated: a patched `JSON.stringify`, `push` or `Object.prototype.toJSON` would speak for the host.
 */

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

/** Nothing about these can change any more. */
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
  for (const object of FROZEN) Object.freeze(object);
  for (const name of FUNCTION_MEMBERS) fix(Function.prototype, name);
  for (const object of CLOSED) Object.preventExtensions(object);
}

function fix(target: object, name: string): void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  if (own !== undefined) Object.defineProperty(target, name, { ...own, writable: false, configurable: false });
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
  return typeof prototype === 'object' || typeof prototype === 'function' ? prototype : null;
}
