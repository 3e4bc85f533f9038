/** vitest's fake timers: `vi.useFakeTimers` and what goes with it, one clock at a time. */

import { withGlobal, type Clock, type Config } from '@sinonjs/fake-timers';

const realNow = Date.now;
const realSetTimeout = setTimeout;

/** vitest's own defaults where they differ from the library's. */
const LIKE_VITEST: Config = { loopLimit: 10_000, shouldClearNativeTimers: true };

/** What `vi.setSystemTime` takes. */
export type SystemTime = number | string | Date;

/** What `vi.setTimerTickMode` takes. */
export type TickMode = 'manual' | 'nextTimerAsync' | 'interval';

export class FakeTimers {
  readonly #fakes = withGlobal(globalThis);
  #clock: (Clock & { uninstall(): void }) | undefined;
  #faking: 'nothing' | 'date' | 'time' = 'nothing';
  /** Who fires the timers one by one; changes when somebody else moves the time or the mode. */
  #ticking: symbol | undefined;

  /** Fakes what `config` says, or everything but microtasks. */
  use(config: Config = {}): void {
    const now = this.#clock?.now ?? realNow();
    const named = config.toFake !== undefined || config.toNotFake !== undefined;
    // Promises of the runner and of the tests need the real microtask queue.
    const defaults: Config = named ? {} : { toNotFake: ['nextTick', 'queueMicrotask'] };
    this.#install('time', { now, ...LIKE_VITEST, ...defaults, ...config });
  }

  /** Sets the faked time; without faked timers only `Date` is faked. */
  setSystemTime(time: SystemTime = realNow()): void {
    if (this.#faking === 'nothing') this.#install('date', { now: new Date(time), toFake: ['Date'] });
    else this.#clock?.setSystemTime(new Date(time));
  }

  restore(): void {
    this.#ticking = undefined;
    this.#clock?.uninstall();
    this.#clock = undefined;
    this.#faking = 'nothing';
  }

  isFaking(): boolean {
    return this.#faking === 'time';
  }

  /** The faked time, `null` when the time is real. */
  mockedTime(): Date | null {
    return this.#clock === undefined ? null : new Date(this.#clock.now);
  }

  /** The clock of faked timers; throws while they are real. */
  clock(): Clock {
    if (this.#clock !== undefined && this.#faking === 'time') return this.#clock;
    throw new Error('the timers are not faked: call vi.useFakeTimers() first');
  }

  /** Fires the timers that are due next, `steps` times. */
  next(steps: number): void {
    const clock = this.clock();
    for (let step = 0; step < steps; step += 1) {
      clock.next();
      clock.tick(0);
      if (clock.countTimers() === 0) return;
    }
  }

  /** The same behind a turn of the event loop, which may set the timer; it is taken where there is none too. */
  nextAsync(steps: number): Promise<void> {
    return this.move(async (clock) => {
      for (let step = 0; step < steps; step += 1) {
        await clock.nextAsync();
        clock.tick(0);
        if (clock.countTimers() === 0) return;
      }
    });
  }

  /** Whether faked time moves by itself: to the next timer, or by `interval` milliseconds after as many of real time. */
  setTickMode(mode: TickMode, interval = 20): void {
    const clock = this.clock();
    this.#ticking = undefined;
    clock.setTickMode(mode === 'interval' ? { mode, delta: interval } : { mode: 'manual' });
    if (mode === 'nextTimerAsync') void this.#tick(clock);
  }

  /** Has `by` move faked time, which does not move to the next timer by itself meanwhile. */
  async move(by: (clock: Clock) => Promise<unknown>): Promise<void> {
    const clock = this.clock();
    const isTicking = this.#ticking !== undefined;
    this.#ticking = undefined;
    try {
      await by(clock);
    } finally {
      if (isTicking && this.#clock === clock) void this.#tick(clock);
    }
  }

  /** Fires a timer a turn of the event loop. The library's own way of doing it needs a message channel, which the realm lacks. */
  async #tick(clock: Clock): Promise<void> {
    const self = Symbol('ticking');
    this.#ticking = self;
    for (;;) {
      await new Promise((resolve) => {
        realSetTimeout(resolve);
      });
      if (this.#ticking !== self) return;
      clock.next();
    }
  }

  #install(faking: 'date' | 'time', config: Config): void {
    this.restore();
    this.#clock = this.#fakes.install({ ...config, ignoreMissingTimers: true });
    this.#faking = faking;
  }
}

/** The clock of the test file that is running. */
export const fakeTimers = new FakeTimers();
