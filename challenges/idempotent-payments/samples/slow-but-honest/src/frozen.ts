import type { JsonValue } from './contract.ts';

/** A deep copy that cannot be changed at its top level. */
export function frozen<T>(value: T): Readonly<T> {
  return Object.freeze(structuredClone(value));
}

/** A deep copy that cannot be changed at all. */
export function frozenJson(value: JsonValue): JsonValue {
  return freeze(structuredClone(value));
}

function freeze(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  for (const member of isArray(value) ? value : Object.values(value)) freeze(member);
  return Object.freeze(value);
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
