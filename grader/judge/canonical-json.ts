/** JSON text that is the same for equal values: members in one order, -0 as 0. */

export function canonicalJson(value: unknown): string {
  return JSON.stringify(ordered(value)) ?? String(value);
}

function ordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return Object.is(value, -0) ? 0 : value;
  const names = Object.keys(value).sort();
  // As a list of pairs: a member __proto__ is one like any other.
  return { members: names.map((name) => [name, ordered(Reflect.get(value, name))]) };
}
