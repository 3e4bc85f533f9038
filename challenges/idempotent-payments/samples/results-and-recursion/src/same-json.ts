import type { JsonValue } from './contract.ts';

type JsonObject = { readonly [name: string]: JsonValue };

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);
const isObject = (value: JsonValue): value is JsonObject =>
  typeof value === 'object' && value !== null && !isList(value);

/** Whether two payloads are the same JSON value. */
export function sameJson(a: JsonValue, b: JsonValue): boolean {
  if (isList(a)) return isList(b) && a.length === b.length && a.every((element, i) => sameJson(element, b[i] ?? null));
  if (!isObject(a)) return a === b;
  if (!isObject(b)) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && sameJson(a[name] ?? null, b[name] ?? null))
  );
}

/** The same text for the same JSON value. */
export function textOf(value: JsonValue): string {
  if (isList(value)) return `[${value.map(textOf).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(([name, member]) => [JSON.stringify(name), textOf(member)].join(':'));
  return `{${members.toSorted().join()}}`;
}
