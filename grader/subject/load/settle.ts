/** Waits for calls of the load, and moves time on whenever nothing else moves. */

import { nextTurn, type Background } from '../realm.ts';
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
  for (let quiet = 0; quiet < PATIENCE; quiet += 1) {
    await Promise.race([all, nextTurn()]);
    if (done) return true;
    // A message between ports takes a turn to arrive and may be answered by another.
    if (background.pending > 0) quiet = 0;
    else if ((quiet >= 8 || !background.portsUsed) && clock.goOn()) quiet = -1;
  }
  return false;
}
