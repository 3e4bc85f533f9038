/** Objects of the candidate's as their readers see them. */

import { encodeValue, type WireValue } from '../wire/value.ts';

/**
 * `value` as it crosses the wire, with its own members and with those of `names`, wherever they live: an instance of a class may well
 * inherit them or have getters for them. Never throws; what cannot be read is left out.
 */
export function encodeWithMembers(value: unknown, names: readonly string[]): WireValue {
  const wire = encodeValue(value);
  if (typeof value !== 'object' || value === null || typeof wire !== 'object' || wire === null || !('o' in wire))
    return wire;
  const own = new Set(wire.o.map(([name]) => name));
  const others = names.filter((name) => !own.has(name)).flatMap((name) => memberOf(value, name));
  return { o: [...wire.o, ...others] };
}

/** The member with its name, if there is one. */
function memberOf(value: object, name: string): readonly (readonly [string, WireValue])[] {
  try {
    return Reflect.has(value, name) ? [[name, encodeValue(Reflect.get(value, name))]] : [];
  } catch {
    return [];
  }
}
