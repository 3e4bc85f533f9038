/** The sleeps and timers of a solution, which end when the judge's clock has got that far. */

import type { VirtualClock } from './virtual-clock.ts';

/** A sleep of the solution on the injected clock, or a timer of the realm. */
export interface Sleep {
  readonly kind: 'clock.sleep' | 'timer';
  readonly ms: number;
  /** Virtual time at which it began. */
  readonly at: number;
  readonly state: 'sleeping' | 'over' | 'aborted';
}

type MutableSleep = { -readonly [Field in keyof Sleep]: Sleep[Field] };

export class Sleeps {
  readonly #clock: VirtualClock;
  readonly #wake: (gate: number) => void;
  readonly #all: MutableSleep[] = [];
  readonly #held = new Map<number, { readonly sleep: MutableSleep; readonly cancel: () => void }>();

  /** `wake` is called with the gate of a sleep that is over. */
  constructor(clock: VirtualClock, wake: (gate: number) => void) {
    this.#clock = clock;
    this.#wake = wake;
  }

  /** Every sleep so far, in order. */
  get all(): readonly Sleep[] {
    return this.#all;
  }

  begin(gate: number, kind: Sleep['kind'], ms: number): void {
    const sleep: MutableSleep = { kind, ms, at: this.#clock.now(), state: 'sleeping' };
    this.#all.push(sleep);
    const cancel = this.#clock.after(ms, () => {
      sleep.state = 'over';
      this.#held.delete(gate);
      this.#wake(gate);
    });
    this.#held.set(gate, { sleep, cancel });
  }

  /** The solution waits for this no more; nothing where it is no sleep or is over. */
  abort(gate: number): void {
    const held = this.#held.get(gate);
    if (held === undefined) return;
    held.cancel();
    held.sleep.state = 'aborted';
    this.#held.delete(gate);
  }
}
