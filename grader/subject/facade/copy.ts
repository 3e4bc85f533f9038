/** Copies data from one realm to the other, level by level. */

import { isObject } from '../members.ts';
import type { Shape } from './shapes.ts';

/** How the members of an object are found and read. */
export interface Reading {
  names(source: object): readonly string[];
  read(source: object, name: string): unknown;
}

/** Where copies go. */
export interface Destination extends Reading {
  object(): Record<string, unknown>;
  array(): unknown[];
  /** What stands for an error there. */
  error(value: unknown): unknown;
  /** The copy that stands for `source` already. */
  copyOf(source: object): object | undefined;
  /** Remembers a copy that is about to be filled. Answers whether it has been in this pass: cycles end there. */
  begin(source: object, copy: object, shape: Shape): boolean;
}

/** As any code reads them: getters and proxies are asked. */
export const asking: Reading = {
  names: (source) => Object.keys(source),
  read: (source, name) => Reflect.get(source, name),
};

/**
 * `value` made anew at its destination. Values without members are the same everywhere; a function is no data, and one that were taken
 * along could be called with objects of the other realm: as `toJSON`, as `then`.
 */
export function copyTo(destination: Destination, value: unknown, shape: Shape): unknown {
  if (shape === 'error') return destination.error(value);
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  const known = destination.copyOf(value);
  if (known === undefined && !Array.isArray(value)) {
    const fresh = destination.object();
    if (destination.begin(value, fresh, shape))
      fill(destination, value, shape, (name, member) => add(fresh, name, member));
    return fresh;
  }
  const copy = known ?? destination.array();
  if (destination.begin(value, copy, shape)) refill(destination, copy, value, shape);
  return copy;
}

/** Makes the members of `copy` those of `source`; a copy that is frozen stays as it is. */
export function refill(destination: Destination, copy: object, source: object, shape: Shape): void {
  if (Object.isFrozen(copy)) return;
  empty(copy, shape);
  if (shape === 'json' && Array.isArray(copy) && Array.isArray(source)) copy.length = lengthOf(destination, source);
  fill(destination, source, shape, (name, member) => define(copy, name, member));
}

type Put = (name: string, member: unknown) => void;

function fill(destination: Destination, source: object, shape: Shape, put: Put): void {
  if (typeof shape === 'string') {
    for (const name of destination.names(source)) {
      put(name, copyTo(destination, destination.read(source, name), 'json'));
    }
    return;
  }
  for (const [name, inner] of shape) {
    const member = destination.read(source, name);
    if (member !== undefined) put(name, copyTo(destination, member, inner));
  }
}

function lengthOf(destination: Destination, source: object): number {
  const length = destination.read(source, 'length');
  return typeof length === 'number' ? length : 0;
}

/** Of a shape's members only: an object may have others on either side, as a record that is handed in again as a claim. */
function empty(copy: object, shape: Shape): void {
  const names = typeof shape === 'string' ? Object.keys(copy) : shape.map(([name]) => name);
  for (const name of names) Reflect.deleteProperty(copy, name);
}

/**
 * As `define`, and cheaper, for an object of one of the two realms that nothing else has seen: its prototype is that realm's own, which has no
 * trap, and where it has no member of that name there is no setter either.
 */
function add(fresh: Record<string, unknown>, name: string, value: unknown): void {
  if (name in fresh) define(fresh, name, value);
  else fresh[name] = value;
}

/** Defined, not assigned: a member may be called __proto__, and a prototype may have a setter. */
function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}

/** `structuredClone` for JSON values, inside of one realm. */
export function cloneJson(value: unknown, known: Map<object, object> = new Map()): unknown {
  if (!isObject(value) || typeof value === 'function') return value;
  const made = known.get(value);
  if (made !== undefined) return made;
  const copy: object = Array.isArray(value) ? [] : {};
  known.set(value, copy);
  for (const name of Object.keys(value)) define(copy, name, cloneJson(Reflect.get(value, name), known));
  return copy;
}
