/** CPU time of another process, read from outside. */

import { readFileSync } from 'node:fs';
import { workingPid } from './isolation/working-pid.ts';

/** Clock ticks per second in `/proc`; fixed by Linux' interface (USER_HZ, see proc(5)). */
const TICKS_PER_SECOND = 100;

/** User and system time of `pid`, or of the process that it confines, in milliseconds; `undefined` where there is no `/proc` or no such process. */
export function cpuTimeMs(pid: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${workingPid(pid)}/stat`, 'latin1');
    // The second field, the command's name, may hold spaces and brackets: count from behind it.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / TICKS_PER_SECOND;
  } catch {
    return undefined;
  }
}
