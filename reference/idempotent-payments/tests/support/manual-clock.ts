import type { Clock } from '../../src/contract.ts';

interface Sleeper {
  readonly ms: number;
  readonly wakesAt: number;
  readonly wake: () => void;
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  readonly #sleepers = new Set<Sleeper>();
  readonly #waiting = new Set<() => void>();
  #now: number;

  constructor(now = 1_000_000) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** The durations that are being slept, in the order in which they began. */
  get sleeping(): readonly number[] {
    return [...this.#sleepers].map(({ ms }) => ms);
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper = { ms, wakesAt: this.#now + ms, wake: resolve };
    this.#sleepers.add(sleeper);
    signal?.addEventListener('abort', () => {
      this.#sleepers.delete(sleeper);
      reject(signal.reason);
    });
    for (const look of this.#waiting) look();
    return promise;
  }

  /** Resolves as soon as something sleeps for exactly `ms`: a test waits for what happens, never for ticks. */
  async sleeper(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const look = (): void => {
      if (this.sleeping.includes(ms)) resolve();
    };
    this.#waiting.add(look);
    look();
    await promise;
    this.#waiting.delete(look);
  }

  /** Moves the clock, backwards too, and wakes whatever is due. */
  advance(ms: number): void {
    this.#now += ms;
    for (const sleeper of this.#sleepers) {
      if (sleeper.wakesAt > this.#now) continue;
      this.#sleepers.delete(sleeper);
      sleeper.wake();
    }
  }
}
