/** Whether the answers of overlapping operations can be explained by some order of them, one after the other. */

import { isDeepStrictEqual } from 'node:util';
import { takeStep, type KeyState, type Setting, type Step } from './sequential-store.ts';

/**
 * The states in which the key can be after `steps`, which all overlapped, when it was in one of `states` before;
 * empty when no order explains what was seen. Tries every order: for a handful of steps.
 */
export function linearize(states: readonly KeyState[], steps: readonly Step[], setting: Setting): readonly KeyState[] {
  if (steps.length === 0) return distinct(states);
  return distinct(
    steps.flatMap((step, index) => {
      const next = states.flatMap((state) => takeStep(state, step, setting) ?? []);
      return next.length === 0 ? [] : linearize(next, steps.toSpliced(index, 1), setting);
    }),
  );
}

function distinct(states: readonly KeyState[]): readonly KeyState[] {
  return states.filter((state, index) => states.findIndex((other) => isDeepStrictEqual(state, other)) === index);
}
