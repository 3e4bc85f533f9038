import type { JsonValue } from './contract.ts';

export function parseJson(text: string): JsonValue {
  const value: unknown = JSON.parse(text);
  if (!isJson(value)) throw new TypeError('not JSON');
  return value;
}

function isJson(value: unknown): value is JsonValue {
  return value !== undefined && typeof value !== 'function';
}

/** Text with the members of every object in the order of their names. */
export function orderedText(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const parts = isList(value)
    ? value.map(orderedText)
    : Object.keys(value)
        .toSorted()
        .map((name) => `${JSON.stringify(name)}:${orderedText(value[name] ?? null)}`);
  return isList(value) ? `[${parts.join()}]` : `{${parts.join()}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
