/**
 * Time for own tests: it stands still while anything moves and jumps to the next timer when nothing does. No test waits for
 * real time, whatever it sleeps, and a test that waits for what never comes runs into its timeout at once.
 */

import { define, nextTurn, Stillness, type Background } from '../realm.ts';
import { installVirtualTime, type VirtualTime } from '../virtual-time.ts';

interface Timer {
  readonly dueAt: number;
  readonly fire: () => void;
}

const realSetImmediate = setImmediate;
const realClearImmediate = clearImmediate;

/** 2026-01-01, the same in every run. */
const START = 1_767_225_600_000;

/** Turns without anything to wait for after which nothing will ever move again. */
const PATIENCE = 100;

export class FlowingTime implements VirtualTime {
  /** How many turns of the event loop `flow` has seen. */
  turns = 0;
  readonly #background: Background;
  #now = START;
  #timers = new Set<Timer>();
  #immediates = new Set<ReturnType<typeof setImmediate>>();
  #pending = 0;

  constructor(background: Background) {
    this.#background = background;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, fire: () => void): () => void {
    const timer = { dueAt: this.#now + ms, fire };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  /** Takes the place of dates, timers and immediates in the realm. */
  install(): void {
    installVirtualTime(this);
    define('setImmediate', (callback: (...args: unknown[]) => void, ...args: unknown[]) => {
      const handle = realSetImmediate(() => {
        this.#immediates.delete(handle);
        callback(...args);
      });
      this.#immediates.add(handle);
      return handle;
    });
    define('clearImmediate', (handle: unknown) => {
      for (const known of this.#immediates) if (known === handle) this.#drop(known);
    });
  }

  /** Calls `done` in a later turn; until then time stands still. */
  soon(done: () => void): void {
    this.#pending += 1;
    realSetImmediate(() => {
      this.#pending -= 1;
      done();
    });
  }

  /** Lets time flow until `isOver` holds; answers whether it came to that, or nothing moves any more. */
  async flow(isOver: () => boolean): Promise<boolean> {
    const stillness = new Stillness(this.#background);
    for (let still = 0; !isOver();) {
      await nextTurn();
      this.turns += 1;
      if (this.#pending > 0 || this.#immediates.size > 0) stillness.restart();
      else if (stillness.isComplete()) {
        still = this.#fireNext() ? 0 : still + 1;
        if (still > PATIENCE) return false;
        stillness.restart();
      }
    }
    return true;
  }

  /** Forgets whatever is waiting. */
  clear(): void {
    this.#timers.clear();
    for (const handle of this.#immediates) this.#drop(handle);
  }

  #drop(handle: ReturnType<typeof setImmediate>): void {
    this.#immediates.delete(handle);
    realClearImmediate(handle);
  }

  #fireNext(): boolean {
    let next: Timer | undefined;
    for (const timer of this.#timers) if (next === undefined || timer.dueAt < next.dueAt) next = timer;
    if (next === undefined) return false;
    this.#timers.delete(next);
    this.#now = Math.max(this.#now, next.dueAt);
    const { fire } = next;
    // In a turn of its own: what it throws must not stop the flow.
    this.soon(fire);
    return true;
  }
}
