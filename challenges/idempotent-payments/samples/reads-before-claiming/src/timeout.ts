import { NetworkError } from './contract.js';
import type { Clock } from './contract.js';

/**
 * Gives `work` a signal and at most `ms`. The signal is aborted when the time is up before the work is, and only then.
 */
export function withTimeout<T>(clock: Clock, ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const working = new AbortController();
  const sleeping = new AbortController();
  let settled = false;

  function first(): boolean {
    if (settled) return false;
    settled = true;
    return true;
  }

  async function watch(): Promise<void> {
    await clock.sleep(ms, sleeping.signal);
    if (!first()) return;
    const error = new NetworkError(`timed out after ${ms} ms`);
    working.abort(error);
    reject(error);
  }

  async function perform(): Promise<void> {
    try {
      const value = await work(working.signal);
      if (first()) resolve(value);
    } catch (error) {
      if (first()) reject(error);
    }
    sleeping.abort();
  }

  // A sleeper that is woken early rejects, which is no news.
  watch().catch((reason: unknown) => (first() ? reject(reason) : undefined));
  void perform();
  return promise;
}
