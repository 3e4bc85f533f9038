/** What Linux tells of a process in a line. */

import { readFileSync } from 'node:fs';

/**
 * The fields of `/proc/<pid>/stat` from the third, the state, on (proc(5)); `undefined` where there is no `/proc` or no such process. The second
 * field, the command's name, may hold spaces and brackets.
 */
export function statFields(pid: number): readonly string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}
