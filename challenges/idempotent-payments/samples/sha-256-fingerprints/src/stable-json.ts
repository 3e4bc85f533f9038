import type { JsonValue } from './contract.ts';

const isArray = (value: JsonValue): value is readonly JsonValue[] => Array.isArray(value);

/** JSON text with sorted members. Lone surrogates come out escaped, so UTF-8 cannot blur them. */
export function stableJson(value: JsonValue): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const parts: string[] = [];
  if (isArray(value)) {
    for (const element of value) parts.push(stableJson(element));
    return '[' + parts.join(',') + ']';
  }
  for (const name of Object.keys(value).sort()) {
    const member = value[name];
    if (member !== undefined) parts.push(JSON.stringify(name) + ':' + stableJson(member));
  }
  return '{' + parts.join(',') + '}';
}
