/** Ends processes for sure, those too that are still being started. */

import type { ChildProcess } from 'node:child_process';
import { childrenOf } from './isolation/working-pid.ts';
import { statFields } from './process-stat.ts';

/** Looks at a process that is to stop before it is taken for one that does not; each takes some 20 microseconds. */
const MOST_LOOKS = 1_000;

/**
 * Kills a process and its children. Bubblewrap's child waits for it to lay out the sandbox; were bubblewrap killed before it has done so, the child would
 * wait for ever and hold our pipes open.
 */
export function endProcess(child: ChildProcess): void {
  const { pid, exitCode, signalCode } = child;
  if (pid !== undefined && exitCode === null && signalCode === null && process.platform === 'linux') {
    // So that it starts no further ones.
    child.kill('SIGSTOP');
    for (let looks = 0; looks < MOST_LOOKS && isRunning(pid); looks += 1);
    for (const each of childrenOf(pid)) kill(each);
  }
  child.kill('SIGKILL');
}

function isRunning(pid: number): boolean {
  const [state] = statFields(pid) ?? [];
  return state !== undefined && !'TtZX'.includes(state);
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
