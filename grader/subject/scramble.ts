/** Reaching into objects that were handed over, as a careless caller would. */

/** Overwrites and deletes everything reachable from `value`; what is frozen stays as it is. */
export function scramble(value: unknown): void {
  for (const object of objectsIn(value)) {
    for (const name of Object.getOwnPropertyNames(object)) {
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

/** Whether everything reachable from `value` could still be changed: nothing in it is frozen, sealed or closed to new members. */
export function isChangeable(value: unknown): boolean {
  return objectsIn(value).every((object) => Object.isExtensible(object));
}

/** All objects reachable from `value` through own members, each once, the outermost first. */
function objectsIn(value: unknown): object[] {
  const seen = new Set<object>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null || seen.has(node)) return;
    seen.add(node);
    for (const name of Object.getOwnPropertyNames(node)) visit(Reflect.get(node, name));
  };
  visit(value);
  return [...seen];
}
