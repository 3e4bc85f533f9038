/** Looking at a test's objects without asking them: no getter and no trap of a proxy is ever called, so that nobody can tell. */

import type { Reading } from './copy.ts';

/** The enumerable members of an object at one level, to be compared with later ones. */
export interface Level {
  readonly names: readonly string[];
  readonly values: readonly unknown[];
}

/** `null` where a member is an accessor. `value` is no proxy. */
export function levelOf(value: object): Level | null {
  const names = Object.keys(value);
  const values: unknown[] = [];
  for (const name of names) {
    const member = Object.getOwnPropertyDescriptor(value, name);
    if (member === undefined || !('value' in member)) return null;
    values.push(member.value);
  }
  return { names, values };
}

/** Whether `value` is still as it was at `level`. Asked of every linked object at every crossing: it makes nothing that it can do without. */
export function isAtLevel(value: object, level: Level | null): boolean {
  if (level === null) return false;
  const names = Object.keys(value);
  if (names.length !== level.names.length) return false;
  for (const [at, name] of names.entries()) {
    if (name !== level.names[at]) return false;
    const member = Object.getOwnPropertyDescriptor(value, name);
    if (member === undefined || !('value' in member) || !Object.is(member.value, level.values[at])) return false;
  }
  return true;
}

/** Own values alone; a proxy has none. */
export function lookingOnly(isProxy: (value: object) => boolean): Reading {
  return {
    names: (source) => (isProxy(source) ? [] : Object.keys(source)),
    read: (source, name) => (isProxy(source) ? undefined : Object.getOwnPropertyDescriptor(source, name)?.value),
  };
}
