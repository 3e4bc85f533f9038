import type { JsonValue } from './contract.ts';

/** One line per leaf: its path and its value. Containers have a line too, so that empty ones are told apart. */
export function fingerprint(payload: JsonValue): string {
  return [...lines(payload, [])].sort().join('\n');
}

function* lines(value: JsonValue, path: readonly (string | number)[]): Generator<string> {
  const here = JSON.stringify(path);
  if (value === null || typeof value !== 'object') {
    yield `${here} = ${JSON.stringify(value)}`;
  } else if (isArray(value)) {
    yield `${here} is a list of ${value.length}`;
    for (const [index, element] of value.entries()) yield* lines(element, [...path, index]);
  } else {
    yield `${here} is an object`;
    for (const [name, member] of Object.entries(value)) yield* lines(member, [...path, name]);
  }
}

function isArray(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
