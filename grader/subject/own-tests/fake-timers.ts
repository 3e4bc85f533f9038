/** vitest's fake timers: `vi.useFakeTimers` and what goes with it, one clock at a time. */

import { withGlobal, type Clock, type Config } from '@sinonjs/fake-timers';
import { refuse } from './unsupported.ts';

const realNow = Date.now;

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

  /** Whether faked time moves by itself, by `interval` milliseconds after as many of real time. */
  setTickMode(mode: TickMode, interval = 20): void {
    // The library needs a message channel for that, which the realm lacks.
    if (mode === 'nextTimerAsync') refuse(`vi.setTimerTickMode('${mode}')`);
    this.clock().setTickMode(mode === 'manual' ? { mode } : { mode, delta: interval });
  }

  /** The same behind a turn of the event loop, which may set the timer; it is taken where there is none too. */
  async nextAsync(steps: number): Promise<void> {
    const clock = this.clock();
    for (let step = 0; step < steps; step += 1) {
      await clock.nextAsync();
      clock.tick(0);
      if (clock.countTimers() === 0) return;
    }
  }

  #install(faking: 'date' | 'time', config: Config): void {
    this.restore();
    this.#clock = this.#fakes.install({ ...config, ignoreMissingTimers: true });
    this.#faking = faking;
  }
}
