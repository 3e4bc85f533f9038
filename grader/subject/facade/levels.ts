/** Looking at a test's objects without asking them: no getter and no trap of a proxy is ever called, so that nobody can tell. */

import type { Reading } from './copy.ts';

/** The members of an object at one level, to be compared with later ones; `null` where a member is an accessor. */
export type Level = readonly unknown[] | null;

/** `value` is no proxy. */
export function levelOf(value: object): Level {
  const members: Readonly<Record<string, PropertyDescriptor>> = Object.getOwnPropertyDescriptors(value);
  if (Object.values(members).some((member) => !('value' in member))) return null;
  const names = Object.keys(value);
  return [...names, ...names.map((name): unknown => members[name]?.value)];
}

export function isSameLevel(one: Level, other: Level): boolean {
  if (one === null || other === null || one.length !== other.length) return false;
  return one.every((member, at) => Object.is(member, other[at]));
}

/** Own values alone; a proxy has none. */
export function lookingOnly(isProxy: (value: object) => boolean): Reading {
  return {
    names: (source) => (isProxy(source) ? [] : Object.keys(source)),
    read: (source, name) => (isProxy(source) ? undefined : Object.getOwnPropertyDescriptor(source, name)?.value),
  };
}
