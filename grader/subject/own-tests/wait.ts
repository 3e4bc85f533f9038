/** `vi.waitFor` and `vi.waitUntil`: looking again, in real time, while faked time is moved on by the interval before each look. */

import type { FakeTimers } from './fake-timers.ts';
import type { Patience } from './poll.ts';

const realSetTimeout = setTimeout;
const realClearTimeout = clearTimeout;
const realSetInterval = setInterval;
const realClearInterval = clearInterval;

/** What tells `waitFor` from `waitUntil`. */
interface Manner {
  readonly isEnough: (answer: unknown) => boolean;
  /** Whether something thrown ends the waiting. */
  readonly endsOnError: boolean;
  /** Of the error when time is up and nothing was thrown. */
  readonly late: string;
}

const FOR: Manner = { isEnough: () => true, endsOnError: false, late: 'Timed out in waitFor!' };
const UNTIL: Manner = { isEnough: Boolean, endsOnError: true, late: 'Timed out in waitUntil!' };

type Wait = (look: () => unknown, patience?: Patience | number) => Promise<unknown>;

export function waitingWith(timers: FakeTimers): { readonly waitFor: Wait; readonly waitUntil: Wait } {
  const waiting =
    (manner: Manner): Wait =>
    (look, patience = {}) =>
      wait(timers, look, { ...manner, ...(typeof patience === 'number' ? { timeout: patience } : patience) });
  return { waitFor: waiting(FOR), waitUntil: waiting(UNTIL) };
}

function wait(
  timers: FakeTimers,
  look: () => unknown,
  { isEnough, endsOnError, late, interval = 50, timeout = 1_000 }: Manner & Patience,
): Promise<unknown> {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  let isPending = false;
  let lastError: unknown = new Error(late);
  const answered = (answer: unknown): void => {
    isPending = false;
    if (isEnough(answer)) resolve(answer);
  };
  const failed = (error: unknown): void => {
    isPending = false;
    lastError = error;
    if (endsOnError) reject(error);
  };
  const lookAgain = (): void => {
    if (timers.isFaking()) timers.clock().tick(interval);
    if (isPending) return;
    try {
      const answer = look();
      if (!isThenable(answer)) return answered(answer);
      isPending = true;
      answer.then(answered, failed);
    } catch (error) {
      failed(error);
    }
  };
  const looking = realSetInterval(lookAgain, interval);
  const ending = realSetTimeout(() => reject(lastError), timeout);
  lookAgain();
  return promise.finally(() => {
    realClearInterval(looking);
    realClearTimeout(ending);
  });
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function';
}
