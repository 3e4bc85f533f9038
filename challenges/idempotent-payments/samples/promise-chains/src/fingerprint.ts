import type { JsonValue } from './contract';

const isList = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

/** A type letter, a length and the content: no two values can run into each other. */
export const fingerprintOf = (value: JsonValue): string => {
  if (value === null) return '_';
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (typeof value === 'number') return `n${value};`;
  if (typeof value === 'string') return `s${value.length}:${value}`;
  if (isList(value)) return `[${value.length}:${value.map(fingerprintOf).join('')}`;
  const names = Object.keys(value).sort();
  const members = names.map((name) => fingerprintOf(name) + fingerprintOf(value[name] ?? null));
  return `{${names.length}:${members.join('')}`;
};
