/** Dates and timers of the candidate's realm follow the judge's clock, so that nothing ever waits for real time. */

import { define } from './realm.ts';

/** The judge's side of virtual time, as the realm needs it. */
export interface VirtualTime {
  now(): number;
  /** Calls `fire` when the judge's clock has moved on by `ms`, after the current turn at the earliest; returns what cancels it. */
  after(ms: number, fire: () => void): () => void;
}

/** Replaces `Date`, `performance.now`, the timers and `AbortSignal.timeout`. */
export function installVirtualTime(time: VirtualTime): void {
  installDate(time);
  installTimers(time);
  const origin = time.now();
  Object.defineProperty(performance, 'now', { value: () => time.now() - origin, configurable: true, writable: true });
  Object.defineProperty(performance, 'timeOrigin', { value: origin, configurable: true });
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
