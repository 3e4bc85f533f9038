import type { JsonValue } from './contract.js';

function isObject(value: JsonValue): value is { readonly [name: string]: JsonValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Lets JSON.stringify do the walking. `Object.fromEntries` keeps a member called __proto__ a member. */
export function canonical(value: JsonValue): string {
  return JSON.stringify(value, (_name, member: JsonValue) => {
    if (!isObject(member)) return member;
    return Object.fromEntries(Object.entries(member).sort((a, b) => (a[0] < b[0] ? -1 : 1)));
  });
}
