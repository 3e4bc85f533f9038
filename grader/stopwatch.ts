/** Where the time of a grading goes. */

import type { Timing } from './model/evidence.ts';

export class Stopwatch {
  readonly startedAt = new Date();
  readonly #start = performance.now();
  readonly #onStep: (step: Timing['step']) => void;
  readonly #timings: Timing[] = [];

  /** `onStep` is called when a step begins. */
  constructor(onStep: (step: Timing['step']) => void) {
    this.#onStep = onStep;
  }

  /** Runs one step and notes its wall time; steps may overlap. */
  async time<T>(step: Timing['step'], work: () => Promise<T>): Promise<T> {
    this.#onStep(step);
    const start = performance.now();
    try {
      return await work();
    } finally {
      this.#timings.push({ step, durationMs: Math.round(performance.now() - start) });
    }
  }

  /** Wall time since the beginning in milliseconds. */
  elapsedMs(): number {
    return Math.round(performance.now() - this.#start);
  }

  /** The finished steps in the order in which they ended. */
  timings(): readonly Timing[] {
    return [...this.#timings];
  }
}
