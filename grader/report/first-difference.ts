import { printable } from '../printable.ts';
import { compareText } from '../score/compare-findings.ts';

export interface Difference {
  /** `result.rules[3].verdict` */
  readonly path: string;
  /** The values there, as short printable JSON; `nothing` where one has no such member. */
  readonly one: string;
  readonly other: string;
}

/** The first place, members in the order of their names, at which two JSON values differ; `null` where they do not. */
export function firstDifference(one: unknown, other: unknown, path: string): Difference | null {
  if (Array.isArray(one) && Array.isArray(other)) {
    return firstOf(longer(one, other).keys(), (index) =>
      firstDifference(one[index], other[index], `${path}[${String(index)}]`),
    );
  }
  if (isObject(one) && isObject(other)) {
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort(compareText);
    return firstOf(names, (name) => firstDifference(one[name], other[name], `${path}.${printable(name, 60)}`));
  }
  if (Object.is(one, other)) return null;
  return { path, one: shown(one), other: shown(other) };
}

function firstOf<T>(items: Iterable<T>, find: (item: T) => Difference | null): Difference | null {
  for (const item of items) {
    const difference = find(item);
    if (difference !== null) return difference;
  }
  return null;
}

function longer(one: readonly unknown[], other: readonly unknown[]): readonly unknown[] {
  return one.length > other.length ? one : other;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shown(value: unknown): string {
  return value === undefined ? 'nothing' : printable(JSON.stringify(value), 120);
}
