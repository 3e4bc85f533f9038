/** What a process has cost so far, read from outside where the system allows it. */

import { readFileSync } from 'node:fs';
import { workingPid } from '../../sandbox/isolation/working-pid.ts';

/**
 * CPU time of the main thread of `pid`, or of the process that it confines, in milliseconds, from `/proc/<pid>/schedstat` (nanoseconds on the CPU, see the
 * kernel's Documentation/scheduler/sched-stats.rst); wall time where there is none.
 */
export function readCostMs(pid: number | undefined): number {
  if (pid === undefined) return performance.now();
  try {
    return (
      Number(
        readFileSync(`/proc/${workingPid(pid)}/schedstat`, 'latin1')
          .split(' ', 1)
          .join(''),
      ) / 1e6
    );
  } catch {
    return performance.now();
  }
}
