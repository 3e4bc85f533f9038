import type { JsonValue } from './contract.ts';

export function frozenCopy(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return Object.freeze(value.map(frozenCopy));
  return Object.freeze(Object.fromEntries(Object.entries(value).map(([name, member]) => [name, frozenCopy(member)])));
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
