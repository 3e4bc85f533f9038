import type { JsonValue } from './contract.ts';

/**
 * The same text for equal JSON values and for no others: the order of an object's members does not count, -0 is 0.
 * Recursion is as deep as the value.
 */
export function canonicalJson(value: JsonValue): string {
  if (isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) return canonicalObject(value);
  return JSON.stringify(value);
}

function canonicalObject(object: { readonly [name: string]: JsonValue }): string {
  // Names are unique within an object and stand first, so sorting the members sorts by name.
  const members = Object.entries(object).map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`);
  return `{${members.sort().join(',')}}`;
}

/** `Array.isArray` alone would narrow a readonly array to `any[]`. */
function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
