/** Reaching into objects that were handed over, as a careless caller would. */

import { RECORD_MEMBERS } from './members.ts';

/** Members of the contract's own objects: they are there for a caller wherever they live, inherited or behind a getter or a proxy. */
const MEMBERS = ['outcome', 'token', 'record', ...RECORD_MEMBERS];

const ORDINARY: readonly unknown[] = [Object.prototype, Array.prototype];

/** Overwrites and deletes everything reachable from `value`; what is frozen stays as it is. */
export function scramble(value: unknown): void {
  for (const object of objectsIn(value)) {
    for (const name of namesIn(object)) {
      if (Array.isArray(object) && name === 'length') continue;
      Reflect.set(object, name, 'scrambled');
      Reflect.deleteProperty(object, name);
    }
    Reflect.set(object, 'scrambled', true);
    if (Array.isArray(object)) Reflect.set(object, 'length', 0);
  }
}

/** Whether any object is reachable from both; two frozen ones may well be shared. */
export function sharesMutable(one: unknown, other: unknown): boolean {
  const left = new Set(objectsIn(one));
  return objectsIn(other).some((object) => left.has(object) && !Object.isFrozen(object));
}

/** Whether everything reachable from a plain `value` could still be changed: nothing in it is frozen, closed to new members or guarded by a setter. */
export function isChangeable(value: unknown): boolean {
  return objectsIn(value).every(
    (object) =>
      Object.isExtensible(object) &&
      ORDINARY.includes(Object.getPrototypeOf(object)) &&
      Object.values(Object.getOwnPropertyDescriptors(object)).every(({ writable }) => writable === true),
  );
}

/** All objects reachable from `value` through its members, each once, the outermost first. */
function objectsIn(value: unknown): object[] {
  const seen = new Set<object>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    for (const name of namesIn(node)) visit(read(node, name));
  };
  visit(value);
  return [...seen];
}

/** What is there to be read of an object: its own members, and the contract's. */
function namesIn(object: object): readonly string[] {
  const own = Object.getOwnPropertyNames(object);
  return [...own, ...MEMBERS.filter((name) => !own.includes(name) && read(object, name) !== undefined)];
}

/** A getter may throw. */
function read(object: object, name: string): unknown {
  try {
    return Reflect.get(object, name);
  } catch {
    return undefined;
  }
}
