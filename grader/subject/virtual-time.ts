/** Dates and timers of the candidate's realm follow the judge's clock, so that nothing ever waits for real time. */

import { define } from './realm.ts';

/** The judge's side of virtual time, as the realm needs it. */
export interface VirtualTime {
  now(): number;
  /** Calls `fire` when the judge's clock has moved on by `ms`, after the current turn at the earliest; returns what cancels it. */
  after(ms: number, fire: () => void): () => void;
}

const { apply } = Reflect;

/** Classes that tell the real time by their static members or their instances. */
const REMOVED = ['Performance', 'Temporal', 'File'];

/** Replaces `Date`, `performance`, the timers and `AbortSignal.timeout`, and leaves nothing that tells the real time. */
export function installVirtualTime(time: VirtualTime): void {
  for (const name of REMOVED) Reflect.deleteProperty(globalThis, name);
  installDate(time);
  installTimers(time);
  installFormats(time);
  const timeOrigin = time.now();
  const elapsed = (): number => time.now() - timeOrigin;
  // An object of our own: Node's takes its time to load as soon as somebody looks at it.
  define('performance', { now: elapsed, timeOrigin, mark: () => undefined, toJSON: () => ({ timeOrigin }) });
  Object.defineProperty(Event.prototype, 'timeStamp', { get: elapsed });
  Object.defineProperty(AbortSignal, 'timeout', {
    configurable: true,
    value: (ms: number) => {
      const controller = new AbortController();
      time.after(ms, () =>
        controller.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError')),
      );
      return controller.signal;
    },
  });
}

function installDate(time: VirtualTime): void {
  const RealDate = Date;
  const VirtualDate: DateConstructor = new Proxy(RealDate, {
    construct: (target, args: unknown[], newTarget): object =>
      Reflect.construct(
        target,
        args.length === 0 ? [time.now()] : args,
        newTarget === VirtualDate ? target : newTarget,
      ),
    apply: () => new RealDate(time.now()).toString(),
  });
  Object.defineProperty(RealDate, 'now', { value: () => time.now(), configurable: true, writable: true });
  Object.defineProperty(RealDate.prototype, 'constructor', { value: VirtualDate, configurable: true, writable: true });
  define('Date', VirtualDate);
}

/** Formatting without a date would read the real clock. */
function installFormats(time: VirtualTime): void {
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

/** A timer as Node hands it out: candidates may call its methods or pass it back. */
class Timer {
  readonly #start: () => () => void;
  #cancel: () => void;

  constructor(start: () => () => void) {
    this.#start = start;
    this.#cancel = start();
  }

  close(): this {
    this.#cancel();
    return this;
  }

  refresh(): this {
    this.#cancel();
    this.#cancel = this.#start();
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }

  hasRef(): boolean {
    return true;
  }
}

type Callback = (...args: unknown[]) => void;

function installTimers(time: VirtualTime): void {
  const once = (callback: Callback, ms: unknown, args: unknown[]): Timer =>
    new Timer(() => time.after(delayOf(ms), () => callback(...args)));
  const repeated = (callback: Callback, ms: unknown, args: unknown[]): Timer =>
    new Timer(() => {
      let cancel = (): void => undefined;
      const arm = (): void => {
        cancel = time.after(Math.max(1, delayOf(ms)), () => {
          arm();
          callback(...args);
        });
      };
      arm();
      return () => cancel();
    });
  const clear = (timer: unknown): void => {
    if (timer instanceof Timer) timer.close();
  };
  define('setTimeout', (callback: Callback, ms?: number, ...args: unknown[]) => once(callback, ms, args));
  define('setImmediate', (callback: Callback, ...args: unknown[]) => once(callback, 0, args));
  define('setInterval', (callback: Callback, ms?: number, ...args: unknown[]) => repeated(callback, ms, args));
  for (const name of ['clearTimeout', 'clearInterval', 'clearImmediate']) define(name, clear);
}

/** Node's reading of a delay: what is no number between 1 and 2^31 - 1 counts as 1 there; here 0 stays 0. */
function delayOf(ms: unknown): number {
  const delay = Number(ms ?? 0);
  return delay >= 0 && delay <= 2 ** 31 - 1 ? delay : 1;
}
