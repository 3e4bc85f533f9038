/**
 * The watch over a request whose judge waits in a blocking read: it lives in memory that both threads share, so that another
 * thread sees what is waited for, and the judge sees afterwards why its subject was ended.
 */

import type { RequestBudget } from './answer.ts';
import { progressOf, type Hang } from './watch-progress.ts';

/** The slots of the shared memory; times in milliseconds. */
const WAITING_FOR = 0;
const CPU_BUDGET = 1;
const WALL_BUDGET = 2;
const HUNG = 3;
const SLOTS = 4;

/** By the number in the slot. */
const HANGS: readonly (Hang | undefined)[] = [undefined, 'computing', 'stuck'];

/** The judge's side. */
export class RequestWatch {
  readonly memory = new SharedArrayBuffer(SLOTS * Int32Array.BYTES_PER_ELEMENT);
  readonly #slots = new Int32Array(this.memory);
  #requests = 0;

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

  /** Why the other thread has ended the subject; `undefined` when it has not. */
  get hang(): Hang | undefined {
    return HANGS[Atomics.load(this.#slots, HUNG)];
  }
}

/** The other thread's side: a look at the subject `pid`, to be repeated; whether it hangs, which is then noted for the judge. */
export function lookAfter(pid: number, memory: SharedArrayBuffer): () => boolean {
  const slots = new Int32Array(memory);
  let request = 0;
  let look: () => Hang | undefined = () => undefined;
  return () => {
    const waitingFor = Atomics.load(slots, WAITING_FOR);
    if (waitingFor === 0) return false;
    if (waitingFor !== request) {
      request = waitingFor;
      look = progressOf(pid, { cpuMs: Atomics.load(slots, CPU_BUDGET), wallMs: Atomics.load(slots, WALL_BUDGET) });
    }
    const hang = look();
    if (hang === undefined) return false;
    Atomics.store(slots, HUNG, HANGS.indexOf(hang));
    return true;
  };
}
