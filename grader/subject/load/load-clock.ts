/** Virtual time under load: it stands still while anything moves, and goes to whoever is due next when nothing does. */

type Fire = () => void;

/** Taken before anything of the candidate's is evaluated. */
const { max } = Math;

export class LoadClock {
  #now: number;
  /** Who waits for which time; few times are waited for at once. */
  readonly #due = new Map<number, Set<Fire>>();

  constructor(now: number) {
    this.#now = now;
  }

  now(): number {
    return this.#now;
  }

  /** Lets `ms` go by; who is due wakes up when nothing moves any more. */
  pass(ms: number): void {
    this.#now += ms;
  }

  /** Calls `fire` in `ms`; returns what calls it off. */
  after(ms: number, fire: Fire): Fire {
    const at = this.#now + max(0, ms);
    const waiting = this.#due.get(at) ?? new Set();
    this.#due.set(at, waiting.add(fire));
    return () => {
      if (waiting.delete(fire) && waiting.size === 0) this.#due.delete(at);
    };
  }

  /** Resolves after `ms`; rejects with the signal's reason as soon as `signal` aborts. */
  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted === true) return Promise.reject(signal.reason);
    return new Promise((resolve, reject) => {
      const callOff = this.after(ms, () => {
        signal?.removeEventListener('abort', onAbort);
        resolve();
      });
      const onAbort = (): void => {
        callOff();
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', onAbort, { once: true });
    });
  }

  /** Goes to the next time that somebody waits for and wakes them; `false` where nobody waits. */
  goOn(): boolean {
    let next = Number.POSITIVE_INFINITY;
    for (const at of this.#due.keys()) if (at < next) next = at;
    const waiting = this.#due.get(next);
    if (waiting === undefined) return false;
    this.#due.delete(next);
    if (next > this.#now) this.#now = next;
    for (const fire of waiting) fire();
    return true;
  }
}
