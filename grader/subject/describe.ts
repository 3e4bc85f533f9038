/** How the subject's objects are told to the judge. */

import type { Shape } from '../wire/messages.ts';
import { encodeValue, type WireError, type WireValue } from '../wire/value.ts';
import { encodeWithMembers } from './encode-with-members.ts';
import type { ContractClasses } from './solution.ts';

const MAX_MESSAGE = 2_000;
const { isPrototypeOf, toString } = Object.prototype;
const MAX_CAUSES = 4;
/** What a payment error's details may hold. */
const DETAILS = ['paymentId', 'attempts'];

export interface Describer {
  /** A result, read as `shape` says. */
  result(value: unknown, shape: Shape): WireValue;
  /** Anything thrown: a kept object as its handle, an error as its fields, anything else as a value. */
  thrown(value: unknown): WireValue;
}

/** `handleOf` names objects that are kept under a handle. */
export function describer(contract: ContractClasses, handleOf: (value: object) => string | undefined): Describer {
  const thrown = (value: unknown, depth = 0): WireValue => {
    if (typeof value !== 'object' || value === null) return encodeValue(value);
    const handle = handleOf(value);
    if (handle !== undefined) return { r: handle };
    if (!isError(value)) return encodeValue(value);
    return depth < MAX_CAUSES ? { e: describeError(value, depth) } : { x: 'a longer chain of causes' };
  };
  const describeError = (error: object, depth: number): WireError => ({
    name: textOf(error, 'name'),
    message: textOf(error, 'message'),
    classes: classesOf(error, contract),
    ...member(error, 'code', encodeValue),
    ...member(error, 'key', encodeValue),
    ...member(error, 'details', (details) => encodeWithMembers(details, DETAILS)),
    ...member(error, 'cause', (cause) => thrown(cause, depth + 1)),
  });
  return { result: describeResult, thrown: (value) => thrown(value) };
}

function describeResult(value: unknown, shape: Shape): WireValue {
  switch (shape) {
    case 'nothing':
      return null;
    case 'json':
    case 'number':
      return encodeValue(value);
    case 'record':
      return describeRecord(value);
    case 'insert-result':
      return describeInsert(value);
  }
}

function describeInsert(value: unknown): WireValue {
  if (typeof value !== 'object' || value === null) return encodeValue(value);
  const token = read(value, 'token');
  return {
    o: [
      ['outcome', encodeValue(read(value, 'outcome'))],
      ...(token === undefined ? [] : [['token', encodeValue(token)] as const]),
      ['record', describeRecord(read(value, 'record'))],
    ],
  };
}

const RECORD_FIELDS = ['key', 'status', 'fingerprint', 'paymentId', 'createdAt', 'expiresAt'];

function describeRecord(value: unknown): WireValue {
  if (typeof value !== 'object' || value === null) return encodeValue(value);
  const response = read(value, 'response');
  return {
    o: [
      ...RECORD_FIELDS.map((name) => [name, encodeValue(read(value, name))] as const),
      ...(response === undefined ? [] : [['response', encodeValue(response)] as const]),
    ],
  };
}

/** A member, wherever it lives: own, inherited or behind a getter that may throw. */
function read(value: object, name: string): unknown {
  try {
    return Reflect.get(value, name);
  } catch {
    return undefined;
  }
}

function member<Name extends string>(
  error: object,
  name: Name,
  encode: (value: unknown) => WireValue,
): Partial<Record<Name, WireValue>> {
  const value = read(error, name);
  const present = value !== undefined || Object.hasOwn(error, name);
  const out: Partial<Record<Name, WireValue>> = {};
  if (present) out[name] = encode(value);
  return out;
}

function textOf(error: object, name: string): string {
  const value = read(error, name);
  return typeof value === 'string' ? value.slice(0, MAX_MESSAGE) : '';
}

function isError(value: object): boolean {
  try {
    return isInstance(value, Error) || tagOf(value) === '[object Error]';
  } catch {
    return false;
  }
}

function classesOf(error: object, contract: ContractClasses): string[] {
  const candidates = { ...contract, RangeError, TypeError, Error };
  return Object.entries(candidates)
    .filter(([, type]) => isInstance(error, type))
    .map(([name]) => name);
}

/** As `instanceof`, but for classes that say themselves what their instances are. */
function isInstance(value: object, type: new (...args: never[]) => object): boolean {
  try {
    return Reflect.apply(isPrototypeOf, type.prototype, [value]) === true;
  } catch {
    return false;
  }
}

function tagOf(value: object): unknown {
  return Reflect.apply(toString, value, []);
}
