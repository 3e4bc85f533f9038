/** Under bubblewrap the processes that we have started only watch the one that works. */

import { readFileSync } from 'node:fs';

/** The last in the line of only children from `pid` on; `pid` itself where it has none or the system does not tell. */
export function workingPid(pid: number): number {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim();
    return /^\d+$/.test(children) ? workingPid(Number(children)) : pid;
  } catch {
    return pid;
  }
}
