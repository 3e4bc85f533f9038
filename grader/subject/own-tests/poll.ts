/** Asking again until it is right: `expect.poll`, in real time, while faked time is moved on by the interval before each new look. */

import { readMember } from '../members.ts';
import type { FakeTimers } from './fake-timers.ts';

const realSetTimeout = setTimeout;
const realClearTimeout = clearTimeout;

/** `interval` and `timeout` in milliseconds, 50 and 1,000 by default. */
export interface Patience {
  readonly interval?: number;
  readonly timeout?: number;
}

/** Tries until `attempt` neither throws nor rejects; rejects with its last error after the timeout. */
async function retryUntil<T>(
  timers: FakeTimers,
  attempt: () => T,
  { interval = 50, timeout = 1_000 }: Patience,
): Promise<Awaited<T>> {
  let over = false;
  const timer = realSetTimeout(() => {
    over = true;
  }, timeout);
  try {
    for (;;) {
      try {
        return await attempt();
      } catch (error) {
        if (over) throw error;
        await new Promise((resolve) => {
          realSetTimeout(resolve, interval);
        });
        if (timers.isFaking()) timers.clock().tick(interval);
      }
    }
  } finally {
    realClearTimeout(timer);
  }
}

/** `expect.poll`: the matcher that is called on its result is tried on fresh values. */
export function pollWith(expect: (value: unknown, message?: string) => unknown, timers: FakeTimers) {
  return (read: () => unknown, options: Patience & { readonly message?: string } = {}): unknown => {
    const chain = (path: readonly string[]): unknown =>
      new Proxy(() => undefined, {
        get: (_target, name) => (typeof name === 'string' ? chain([...path, name]) : undefined),
        apply: (_target, _self, args) =>
          retryUntil(timers, async () => applyPath(expect(await read(), options.message), path, args), options),
      });
    return chain([]);
  };
}

function applyPath(assertion: unknown, path: readonly string[], args: readonly unknown[]): unknown {
  let self: unknown;
  let found = assertion;
  for (const name of path) {
    self = found;
    found = readMember(found, name);
  }
  if (typeof found !== 'function') throw new TypeError(`expect has no matcher ${path.join('.')}`);
  return Reflect.apply(found, self, args);
}
