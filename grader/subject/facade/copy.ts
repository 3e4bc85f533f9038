/** Copies data from one realm to the other, level by level. */

import { isObject } from './bridge.ts';
import type { Shape } from './shapes.ts';

/** Where copies go. */
export interface Destination {
  object(): object;
  array(): unknown[];
  /** What stands for an error there. */
  error(value: unknown): unknown;
  /** The copy that stands for `source` already. */
  copyOf(source: object): object | undefined;
  /** Remembers a copy that is about to be filled. Answers whether it has been in this pass: cycles end there. */
  begin(source: object, copy: object, shape: Shape): boolean;
}

/** `value` made anew at its destination. Values without members are the same everywhere. */
export function copyTo(destination: Destination, value: unknown, shape: Shape): unknown {
  if (shape === 'error') return destination.error(value);
  if (typeof value !== 'object' || value === null) return value;
  const known = destination.copyOf(value);
  const copy = known ?? (Array.isArray(value) ? destination.array() : destination.object());
  if (!destination.begin(value, copy, shape)) return copy;
  if (known !== undefined) empty(copy);
  fill(destination, copy, value, shape);
  return copy;
}

/** Makes the members of `copy` those of `source`; a copy that is frozen stays as it is. */
export function refill(destination: Destination, copy: object, source: object, shape: Shape): void {
  empty(copy);
  fill(destination, copy, source, shape);
}

function fill(destination: Destination, copy: object, source: object, shape: Shape): void {
  if (Object.isFrozen(copy)) return;
  if (typeof shape !== 'string') {
    for (const [name, inner] of shape) {
      const member: unknown = Reflect.get(source, name);
      if (member !== undefined) define(copy, name, copyTo(destination, member, inner));
    }
    return;
  }
  if (Array.isArray(copy) && Array.isArray(source)) copy.length = source.length;
  for (const name of Object.keys(source)) define(copy, name, copyTo(destination, Reflect.get(source, name), 'json'));
}

function empty(copy: object): void {
  if (!Object.isFrozen(copy)) for (const name of Object.keys(copy)) Reflect.deleteProperty(copy, name);
}

/** Defined, not assigned: a member may be called __proto__, and a prototype may have a setter. */
function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}

/** The members of an object at one level, to be compared with later ones. */
export function levelOf(value: object): readonly unknown[] {
  const level: unknown[] = Object.keys(value);
  const names = level.length;
  for (let at = 0; at < names; at += 1) level.push(Reflect.get(value, String(level[at])));
  return level;
}

export function isAtLevel(value: object, level: readonly unknown[]): boolean {
  const names = Object.keys(value);
  if (names.length * 2 !== level.length) return false;
  return names.every((name, at) => name === level[at] && Object.is(Reflect.get(value, name), level[names.length + at]));
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
