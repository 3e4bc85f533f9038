/**
 * What is taken from the realm in which own tests run, so that nothing but behaviour through the contract tells one
 * implementation from another, or one run from the next: real time, real chance, other threads, garbage collection, stacks.
 */

import { define } from '../realm.ts';
import type { FlowingTime } from './flowing-time.ts';

const REMOVED = [
  ...['SharedArrayBuffer', 'Atomics', 'Temporal', 'Blob', 'File', 'FormData'],
  ...['Request', 'Response', 'Headers', 'QuotaExceededError'],
];

/** What solutions may use: garbage collection shows in it, other turns, other chance. */
const REMOVED_BUT_ON_OWN_SOLUTION = [
  ...['WeakRef', 'FinalizationRegistry', 'MessageChannel', 'MessagePort', 'MessageEvent'],
  ...['Crypto', 'CryptoKey', 'SubtleCrypto'],
];

/** What nobody needs, and Node takes its time to load as soon as somebody looks at it. */
const REMOVED_FROM_THE_START = [
  ...['Performance', 'PerformanceEntry', 'PerformanceMark', 'PerformanceMeasure'],
  ...['PerformanceObserver', 'PerformanceObserverEntryList', 'PerformanceResourceTiming'],
];

const { apply } = Reflect;

/** For what the stand-in for `vitest` may still have; to be called once it has taken its share. */
export function removeSources({ isOwnSolution }: { readonly isOwnSolution: boolean }): void {
  const removed = isOwnSolution ? REMOVED : [...REMOVED, ...REMOVED_BUT_ON_OWN_SOLUTION];
  for (const name of removed) Reflect.deleteProperty(globalThis, name);
}

/** Everything that can be replaced from the start. */
export function blindRealm(time: FlowingTime): void {
  const timeOrigin = time.now();
  for (const name of REMOVED_FROM_THE_START) Reflect.deleteProperty(globalThis, name);
  define('performance', { now: () => time.now() - timeOrigin, timeOrigin, mark: () => undefined });
  Reflect.deleteProperty(URL, 'createObjectURL');
  Object.defineProperty(Event.prototype, 'timeStamp', { get: () => time.now() - timeOrigin });
  freezeFormattedNow(time);
  hideStacks();
}

/** Formatting without a date would read the real clock. */
function freezeFormattedNow(time: FlowingTime): void {
  const { prototype } = Intl.DateTimeFormat;
  const { formatToParts } = prototype;
  const formatOf = Object.getOwnPropertyDescriptor(prototype, 'format')?.get ?? (() => String);
  Object.defineProperty(prototype, 'formatToParts', {
    value(this: unknown, date: unknown = time.now()): unknown {
      return apply(formatToParts, this, [date]);
    },
  });
  Object.defineProperty(prototype, 'format', {
    get(this: unknown): unknown {
      const format: (date: unknown) => string = apply(formatOf, this, []);
      return (date: unknown = time.now()) => format(date);
    },
  });
}

/**
 * Stacks would show the frames between a test and its callbacks. The engine takes none where the limit is not a plain
 * number, and nobody can make it one again: `error.stack` is undefined.
 */
export function hideStacks(error: ErrorConstructor = Error): void {
  Object.defineProperty(error, 'stackTraceLimit', { get: () => 0, set: () => undefined, configurable: false });
}
