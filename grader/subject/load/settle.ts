/** Waits for calls of the load, and moves time on whenever nothing else moves. */

import { nextTurn, Stillness, type Background } from '../realm.ts';
import type { LoadClock } from './load-clock.ts';

/** Turns of the event loop without anything to go on. */
const PATIENCE = 100;

/** Whether all of `calls` have settled before nothing moves any more; they must not reject. */
export async function settle(
  calls: readonly Promise<void>[],
  { clock, background }: { readonly clock: LoadClock; readonly background: Background },
): Promise<boolean> {
  let done = false;
  const all = Promise.all(calls).then(() => {
    done = true;
  });
  const stillness = new Stillness(background);
  for (let still = 0; still < PATIENCE;) {
    await Promise.race([all, nextTurn()]);
    if (done) return true;
    if (!stillness.isComplete()) continue;
    still = clock.goOn() ? 0 : still + 1;
    stillness.restart();
  }
  return false;
}
