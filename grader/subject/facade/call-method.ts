import { readMember } from '../members.ts';

/** Throws a `TypeError` where `target` has no such method. */
export function callMethod(target: unknown, name: string, args: readonly unknown[]): unknown {
  const found = readMember(target, name);
  if (typeof found !== 'function') throw new TypeError('no such method');
  return Reflect.apply(found, target, args);
}
