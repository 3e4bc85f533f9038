import type { JsonValue } from './contract.ts';

export function fingerprintOf(payload: JsonValue): string {
  return JSON.stringify(inOrder(payload));
}

/** Objects become arrays of their members by name; an array is marked, so that it cannot be taken for one. */
function inOrder(value: JsonValue): JsonValue {
  if (isList(value)) return ['list', ...value.map(inOrder)];
  if (typeof value !== 'object' || value === null) return value;
  const names = Object.keys(value).sort();
  return ['object', ...names.map((name) => [name, inOrder(value[name] ?? null)])];
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
