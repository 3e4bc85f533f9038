import type { JsonValue } from '../contract.js';

export namespace Json {
  export type List = readonly JsonValue[];
  export type Dictionary = { readonly [name: string]: JsonValue };

  export function isList(value: JsonValue): value is List {
    return Array.isArray(value);
  }

  export function isDictionary(value: JsonValue): value is Dictionary {
    return value !== null && typeof value === 'object' && !isList(value);
  }

  export function copy(value: JsonValue): JsonValue {
    if (isList(value)) return value.map(copy);
    if (!isDictionary(value)) return value;
    const members = Object.entries(value).map(([name, member]): [string, JsonValue] => [name, copy(member)]);
    return Object.fromEntries(members);
  }

  export function canonical(value: JsonValue): string {
    if (isList(value)) return `[${value.map(canonical).join(',')}]`;
    if (!isDictionary(value)) return JSON.stringify(value);
    const names = Object.keys(value).sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join(',')}}`;
  }
}
