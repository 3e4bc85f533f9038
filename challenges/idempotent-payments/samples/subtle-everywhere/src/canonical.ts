import type { JsonValue } from './contract.ts';

/** One line for each leaf: where it is, and what. */
export function leavesOf(value: JsonValue, path: readonly string[] = []): readonly string[] {
  const here = JSON.stringify(path);
  if (typeof value !== 'object' || value === null) return [`${here} ${JSON.stringify(value)}`];
  if (isList(value)) return [`${here} list`, ...value.flatMap((part, index) => leavesOf(part, [...path, `${index}`]))];
  const names = Object.keys(value).sort();
  return [`${here} object`, ...names.flatMap((name) => leavesOf(value[name] ?? null, [...path, name]))];
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
