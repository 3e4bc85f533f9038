/** Gives the realm its real dates and timers back: a candidate's own tests bring their own clocks or wait. */

import { define } from '../realm.ts';

const GLOBALS = [
  ...['setTimeout', 'setInterval', 'setImmediate', 'clearTimeout', 'clearInterval', 'clearImmediate'],
  'Date',
];

/** Real time as it was before the judge's clock took its place. */
export interface RealTime {
  /** Puts it back; ends timers that are still waiting when what it returns is called. */
  restore(): () => void;
}

/** Remembers dates and timers; call it before anything replaces them. */
export function rememberRealTime(): RealTime {
  const slots = [
    ...GLOBALS.map((name) => slot(globalThis, name)),
    slot(performance, 'now'),
    slot(performance, 'timeOrigin'),
    slot(AbortSignal, 'timeout'),
    slot(Date.prototype, 'constructor'),
  ];
  return {
    restore: () => {
      for (const putBack of slots) putBack();
      return trackTimers();
    },
  };
}

/** What puts the present value of `target[name]` back. */
function slot(target: object, name: string): () => void {
  const own = Object.getOwnPropertyDescriptor(target, name);
  return () => {
    if (own === undefined) Reflect.deleteProperty(target, name);
    else Object.defineProperty(target, name, { ...own, configurable: true });
  };
}

/** Timers of one test file must not fire in the next one. */
function trackTimers(): () => void {
  const stops = new Set<() => void>();
  track('setTimeout', 'clearTimeout', stops);
  track('setInterval', 'clearInterval', stops);
  track('setImmediate', 'clearImmediate', stops);
  return () => {
    for (const stop of stops) stop();
  };
}

function track(name: string, clearName: string, stops: Set<() => void>): void {
  const start: unknown = Reflect.get(globalThis, name);
  const clear: unknown = Reflect.get(globalThis, clearName);
  if (typeof start !== 'function' || typeof clear !== 'function') return;
  define(name, (...args: unknown[]): unknown => {
    const timer: unknown = Reflect.apply(start, undefined, args);
    stops.add(() => Reflect.apply(clear, undefined, [timer]));
    return timer;
  });
}
