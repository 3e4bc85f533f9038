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
  object(): object;
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
  const copy = known ?? (Array.isArray(value) ? destination.array() : destination.object());
  if (!destination.begin(value, copy, shape)) return copy;
  if (known !== undefined) empty(copy, shape);
  fill(destination, copy, value, shape);
  return copy;
}

/** Makes the members of `copy` those of `source`; a copy that is frozen stays as it is. */
export function refill(destination: Destination, copy: object, source: object, shape: Shape): void {
  empty(copy, shape);
  fill(destination, copy, source, shape);
}

function fill(destination: Destination, copy: object, source: object, shape: Shape): void {
  if (Object.isFrozen(copy)) return;
  if (typeof shape !== 'string') {
    for (const [name, inner] of shape) {
      const member = destination.read(source, name);
      if (member !== undefined) define(copy, name, copyTo(destination, member, inner));
    }
    return;
  }
  if (Array.isArray(copy) && Array.isArray(source)) copy.length = lengthOf(destination, source);
  for (const name of destination.names(source)) {
    define(copy, name, copyTo(destination, destination.read(source, name), 'json'));
  }
}

function lengthOf(destination: Destination, source: object): number {
  const length = destination.read(source, 'length');
  return typeof length === 'number' ? length : 0;
}

/** Of a shape's members only: an object may have others on either side, as a record that is handed in again as a claim. */
function empty(copy: object, shape: Shape): void {
  if (Object.isFrozen(copy)) return;
  const names = typeof shape === 'string' ? Object.keys(copy) : shape.map(([name]) => name);
  for (const name of names) Reflect.deleteProperty(copy, name);
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
