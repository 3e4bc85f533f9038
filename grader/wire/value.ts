/** Values on the wire: every JavaScript value has an encoding, most of them a faithful one. */

/**
 * `null`, booleans, strings and ordinary numbers stand for themselves; everything else is an object with one telling member:
 * `a` an array's elements, `o` an object's own enumerable members in order, `n` a number that JSON lacks, `u` undefined,
 * `r` an object that the subject keeps under a handle, `e` an error, `x` the description of something else.
 */
export type WireValue =
  | null
  | boolean
  | number
  | string
  | { readonly a: readonly WireValue[] }
  | { readonly o: readonly (readonly [string, WireValue])[] }
  | { readonly n: 'NaN' | 'Infinity' | '-Infinity' | '-0' }
  | { readonly u: true }
  | { readonly r: string }
  | { readonly e: WireError }
  | { readonly x: string };

/** An error as it is seen from outside. */
export interface WireError {
  readonly name: string;
  readonly message: string;
  /** The contract's classes that it is an instance of, most general last. */
  readonly classes: readonly string[];
  readonly code?: WireValue;
  readonly key?: WireValue;
  readonly details?: WireValue;
  readonly cause?: WireValue;
}

/** What cannot be rebuilt on the other side. */
export class Opaque {
  readonly description: string;

  constructor(description: string) {
    this.description = description;
  }
}

/** An object that the subject keeps, told apart by its handle. */
export class Kept {
  readonly handle: string;

  constructor(handle: string) {
    this.handle = handle;
  }
}

/** Longest string that crosses; a longer one is described. */
export const MAX_STRING = 128 * 1024;
const MAX_DEPTH = 64;
const MAX_PARTS = 50_000;

class TooLarge extends Error {}

/** Encodes objects that `encodeValue` should not look into, or returns `undefined`. */
export type EncodeSpecial = (value: object) => WireValue | undefined;

/** `value` as it crosses the wire; never throws, whatever getters and proxies do. */
export function encodeValue(value: unknown, special: EncodeSpecial = () => undefined): WireValue {
  let parts = 0;
  const encode = (node: unknown, depth: number): WireValue => {
    parts += 1;
    if (parts > MAX_PARTS) throw new TooLarge();
    if (typeof node !== 'object' || node === null) return encodePrimitive(node);
    if (depth > MAX_DEPTH) return { x: 'a value nested more than 64 levels deep' };
    try {
      const own = special(node);
      if (own !== undefined) return own;
      if (Array.isArray(node)) return { a: Array.from(node, (element: unknown) => encode(element, depth + 1)) };
      return { o: Object.keys(node).map((name) => [name, encode(Reflect.get(node, name), depth + 1)] as const) };
    } catch (error) {
      if (error instanceof TooLarge) throw error;
      return { x: 'a value that cannot be read' };
    }
  };
  try {
    return encode(value, 0);
  } catch {
    return { x: 'a value with more than 50,000 parts' };
  }
}

function encodePrimitive(value: unknown): WireValue {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      return value.length <= MAX_STRING ? value : { x: `a string of ${value.length} characters` };
    case 'number':
      return encodeNumber(value);
    case 'undefined':
      return { u: true };
    case 'bigint':
      return { x: 'a bigint' };
    case 'symbol':
      return { x: 'a symbol' };
    case 'function':
      return { x: 'a function' };
    default:
      return null;
  }
}

function encodeNumber(value: number): WireValue {
  if (Number.isNaN(value)) return { n: 'NaN' };
  if (value === Infinity) return { n: 'Infinity' };
  if (value === -Infinity) return { n: '-Infinity' };
  return Object.is(value, -0) ? { n: '-0' } : value;
}

/** The value that `wire` stands for; handles, errors and descriptions through `special`. */
export function decodeValue(
  wire: WireValue,
  special: (
    wire: { readonly r: string } | { readonly e: WireError } | { readonly x: string },
  ) => unknown = decodeSpecial,
): unknown {
  if (typeof wire !== 'object' || wire === null) return wire;
  if ('a' in wire) return wire.a.map((element) => decodeValue(element, special));
  if ('o' in wire) return decodeObject(wire.o, special);
  if ('n' in wire) return Number(wire.n);
  if ('u' in wire) return undefined;
  return special(wire);
}

/** Own members only: `__proto__` is a member like any other. */
function decodeObject(
  entries: readonly (readonly [string, WireValue])[],
  special: Parameters<typeof decodeValue>[1],
): Record<string, unknown> {
  const object: Record<string, unknown> = {};
  for (const [name, value] of entries) {
    Object.defineProperty(object, name, {
      value: decodeValue(value, special),
      configurable: true,
      enumerable: true,
      writable: true,
    });
  }
  return object;
}

function decodeSpecial(wire: { readonly r: string } | { readonly e: WireError } | { readonly x: string }): unknown {
  if ('r' in wire) return new Kept(wire.r);
  if ('x' in wire) return new Opaque(wire.x);
  return wire.e;
}

/** Whether something that came over the wire is an encoded value; throws `RangeError` for a nesting beyond all bounds. */
export function isWireValue(value: unknown): value is WireValue {
  if (typeof value !== 'object') return typeof value !== 'undefined';
  if (value === null) return true;
  const [member, ...others] = Object.entries(value);
  if (member === undefined || others.length > 0 || Array.isArray(value)) return false;
  const [kind, content]: [string, unknown] = member;
  switch (kind) {
    case 'a':
      return Array.isArray(content) && content.every(isWireValue);
    case 'o':
      return Array.isArray(content) && content.every(isMember);
    case 'n':
      return content === 'NaN' || content === 'Infinity' || content === '-Infinity' || content === '-0';
    case 'u':
      return content === true;
    case 'r':
    case 'x':
      return typeof content === 'string';
    case 'e':
      return isWireError(content);
    default:
      return false;
  }
}

function isMember(member: unknown): boolean {
  return Array.isArray(member) && member.length === 2 && typeof member[0] === 'string' && isWireValue(member[1]);
}

function isWireError(error: unknown): error is WireError {
  if (typeof error !== 'object' || error === null) return false;
  return (
    Object.entries(error).every(([name, value]: [string, unknown]) => {
      if (name === 'name' || name === 'message') return typeof value === 'string';
      if (name === 'classes') return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
      return ['code', 'key', 'details', 'cause'].includes(name) && isWireValue(value);
    }) && ['name', 'message', 'classes'].every((name) => name in error)
  );
}
