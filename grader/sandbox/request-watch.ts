/**
 * The watch over a request whose judge waits in a blocking read: it lives in memory that both threads share, so that another
 * thread sees what is waited for.
 */

import type { Hang, RequestBudget } from './answer.ts';
import { progressOf } from './watch-progress.ts';

/** The slots of the shared memory; times in milliseconds. */
const WAITING_FOR = 0;
const CPU_BUDGET = 1;
const WALL_BUDGET = 2;
const SLOTS = 3;

/** Memory for one subject's watch. */
export function watchMemory(): SharedArrayBuffer {
  return new SharedArrayBuffer(SLOTS * Int32Array.BYTES_PER_ELEMENT);
}

/** The judge's side. */
export class RequestWatch {
  readonly #slots: Int32Array;
  #requests = 0;

  constructor(memory: SharedArrayBuffer) {
    this.#slots = new Int32Array(memory);
  }

  /** A request is on its way. */
  begin({ cpuMs, wallMs }: RequestBudget): void {
    this.#requests += 1;
    Atomics.store(this.#slots, CPU_BUDGET, cpuMs);
    Atomics.store(this.#slots, WALL_BUDGET, wallMs);
    Atomics.store(this.#slots, WAITING_FOR, this.#requests);
  }

  /** Its reply is here, or will never come. */
  end(): void {
    Atomics.store(this.#slots, WAITING_FOR, 0);
  }
}

/** A subject that has used up the budget of a request. */
export interface FoundHanging {
  readonly hang: Hang;
  readonly budget: RequestBudget;
}

/** The other thread's side: a look at the subject `pid`, to be repeated every `LOOK_EVERY_MS`. */
export function lookAfter(pid: number, memory: SharedArrayBuffer): () => FoundHanging | undefined {
  const slots = new Int32Array(memory);
  let request = 0;
  let budget: RequestBudget = { cpuMs: 0, wallMs: 0 };
  let look: () => Hang | undefined = () => undefined;
  return () => {
    const waitingFor = Atomics.load(slots, WAITING_FOR);
    if (waitingFor === 0) return undefined;
    if (waitingFor !== request) {
      request = waitingFor;
      budget = { cpuMs: Atomics.load(slots, CPU_BUDGET), wallMs: Atomics.load(slots, WALL_BUDGET) };
      look = progressOf(pid, budget);
    }
    const hang = look();
    return hang === undefined ? undefined : { hang, budget };
  };
}
