/** What the functions of tests say, noted while tests are declared: the runner shows no test's function. */

import { it as declare, type Test } from '@vitest/runner';

const { apply } = Reflect;
const { toString } = Function.prototype;
const texts = new WeakMap<Test, string>();
let declared: string | undefined;

/** The runner's `it`. Tests that a list or a modifier declares are noted by none of it. */
export const it = new Proxy(declare, {
  apply(target, self: unknown, args: readonly unknown[]): unknown {
    const body = args.find((arg) => typeof arg === 'function');
    declared = body === undefined ? undefined : apply(toString, body, []);
    try {
      return apply(target, self, args);
    } finally {
      declared = undefined;
    }
  },
});

/** To be called while `test` is being declared. */
export function noteText(test: Test): void {
  if (declared !== undefined) texts.set(test, declared);
}

export function textOf(test: Test): string | null {
  return texts.get(test) ?? null;
}
