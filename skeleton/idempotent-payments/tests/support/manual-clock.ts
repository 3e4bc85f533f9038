import type { Clock } from '../../src/contract.ts';
import { settle, turn } from './settle.ts';

/** A clock that stands still until the test moves it. */
export interface ManualClock extends Clock {
  /** Moves on by `ms`, waking every sleeper at its own time, and lets what follows from that happen. */
  advance(ms: number): Promise<void>;
  /** Moves on from sleeper to sleeper until `call` has settled, and answers with what it settled to. */
  run<T>(call: Promise<T>): Promise<T>;
  /** Sets the time without waking anybody; backwards too. */
  set(now: number): void;
  /** How many calls of `sleep` are waiting. */
  sleeping(): number;
}

interface Sleeper {
  readonly dueAt: number;
  readonly wake: () => void;
}

/** Turns without a sleeper after which `run` gives up: a fraction of a second. */
const patience = 10_000;

export function createManualClock(startAt = 1_000_000): ManualClock {
  let now = startAt;
  const sleepers = new Set<Sleeper>();

  function sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const sleeper = { dueAt: now + ms, wake };
      sleepers.add(sleeper);
      signal?.addEventListener('abort', stop);

      function wake(): void {
        sleepers.delete(sleeper);
        signal?.removeEventListener('abort', stop);
        resolve();
      }
      function stop(): void {
        sleepers.delete(sleeper);
        reject(signal?.reason);
      }
    });
  }

  function wakeNext(latest: number): boolean {
    const [next] = [...sleepers].filter(({ dueAt }) => dueAt <= latest).sort((a, b) => a.dueAt - b.dueAt);
    if (next === undefined) return false;
    now = Math.max(now, next.dueAt);
    next.wake();
    return true;
  }

  async function advance(ms: number): Promise<void> {
    const target = now + ms;
    do await settle();
    while (wakeNext(target));
    now = target;
  }

  async function run<T>(call: Promise<T>): Promise<T> {
    let settled = false;
    const done = (): void => {
      settled = true;
    };
    call.then(done, done);
    for (let idle = 0; !settled; idle += 1) {
      if (idle > patience) throw new Error('the call is still pending, and nothing sleeps on the clock');
      await turn();
      if (sleepers.size === 0) continue;
      await settle();
      if (!settled && wakeNext(Infinity)) idle = 0;
    }
    return call;
  }

  return {
    now: () => now,
    sleep,
    advance,
    run,
    set: (instant) => {
      now = instant;
    },
    sleeping: () => sleepers.size,
  };
}
