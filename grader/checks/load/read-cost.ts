/** What a process has cost so far, read from outside where the system allows it. */

import { readFileSync } from 'node:fs';

/**
 * CPU time of the main thread of `pid` in milliseconds, from `/proc/<pid>/schedstat` (nanoseconds on the CPU, see the
 * kernel's Documentation/scheduler/sched-stats.rst); wall time where there is none.
 */
export function readCostMs(pid: number | undefined): number {
  try {
    return Number(readFileSync(`/proc/${pid}/schedstat`, 'latin1').split(' ', 1).join('')) / 1e6;
  } catch {
    return performance.now();
  }
}
