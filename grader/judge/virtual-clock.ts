/** The judge's clock: it moves only when a case says so, from one due time to the next. */

interface Waiting {
  readonly dueAt: number;
  readonly order: number;
  readonly fire: () => void;
}

export class VirtualClock {
  #now: number;
  #order = 0;
  #waiting = new Map<number, Waiting>();

  constructor(startAt: number) {
    this.#now = startAt;
  }

  now(): number {
    return this.#now;
  }

  /** Moves to `instant` without firing anything; time may step back. */
  set(instant: number): void {
    this.#now = instant;
  }

  /** Fires when the clock has moved on by `ms` (what is no number above 0 is due at once); returns what cancels it. */
  after(ms: number, fire: () => void): () => void {
    this.#order += 1;
    const order = this.#order;
    this.#waiting.set(order, { dueAt: this.#now + (ms > 0 ? ms : 0), order, fire });
    return () => this.#waiting.delete(order);
  }

  /** When the next one is due; `undefined` if nothing is, or only at the end of time. */
  nextDue(): number | undefined {
    const due = this.#first()?.dueAt;
    return due === Infinity ? undefined : due;
  }

  /** Takes out and fires the first that is due now; whether there was one. */
  fireNext(): boolean {
    const first = this.#first();
    if (first === undefined || first.dueAt > this.#now) return false;
    this.#waiting.delete(first.order);
    first.fire();
    return true;
  }

  #first(): Waiting | undefined {
    let first: Waiting | undefined;
    for (const waiting of this.#waiting.values()) {
      if (first === undefined || waiting.dueAt < first.dueAt) first = waiting;
    }
    return first;
  }
}
