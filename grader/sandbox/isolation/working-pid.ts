/** Under bubblewrap the processes that we have started only watch the one that works. */

import { readFileSync } from 'node:fs';

/** The last in the line of only children from `pid` on; `pid` itself where it has none or the system does not tell. */
export function workingPid(pid: number): number {
  const [first, ...others] = childrenOf(pid);
  return first === undefined || others.length > 0 ? pid : workingPid(first);
}

/** The processes that `pid` has started; none where the system does not tell. */
export function childrenOf(pid: number): readonly number[] {
  try {
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim();
    return children === '' ? [] : children.split(' ').map(Number);
  } catch {
    return [];
  }
}
