/** CPU time of another process, read from outside. */

import { workingPid } from './isolation/working-pid.ts';
import { statFields } from './process-stat.ts';

/** Clock ticks per second in `/proc`; fixed by Linux' interface (USER_HZ, see proc(5)). */
const TICKS_PER_SECOND = 100;

/** User and system time of `pid`, or of the process that it confines, in milliseconds; `undefined` where there is no `/proc` or no such process. */
export function cpuTimeMs(pid: number): number | undefined {
  const fields = statFields(workingPid(pid));
  return fields === undefined ? undefined : ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
}
