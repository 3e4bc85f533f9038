/** Tells a hanging process from one that the machine has not let run: only CPU time of its own counts against it. */

import type { Hang, RequestBudget } from './answer.ts';
import { cpuTimeMs } from './cpu-time.ts';

/** How often a process is looked at. */
export const LOOK_EVERY_MS = 100;

/**
 * A look at the process `pid`, to be repeated every `LOOK_EVERY_MS`: how it hangs, or `undefined` while it may go on. CPU time counts
 * from the first look on, so that quick answers cost nothing.
 */
export function progressOf(pid: number | undefined, budget: RequestBudget): () => Hang | undefined {
  let movedAt = performance.now();
  let firstCpu: number | undefined;
  let lastCpu: number | undefined;
  return () => {
    const now = performance.now();
    const cpu = pid === undefined ? undefined : cpuTimeMs(pid);
    firstCpu ??= cpu;
    if (cpu !== lastCpu) movedAt = now;
    lastCpu = cpu;
    if (cpu !== undefined && firstCpu !== undefined && cpu - firstCpu >= budget.cpuMs) return 'computing';
    if (now - movedAt < budget.wallMs) return undefined;
    // Where CPU time cannot be read, wall time stands for it.
    return cpu === undefined ? 'computing' : 'stuck';
  };
}

/** The reason to give for ending it. */
export function describeHang(hang: Hang, { cpuMs, wallMs }: RequestBudget): string {
  return hang === 'computing' ? `no answer after ${cpuMs} ms of computing` : `it did not get on for ${wallMs / 1000} s`;
}

/** Calls `onHang` once when `pid` has used up its budget; returns what stops the watch. */
export function watchProgress(
  pid: number | undefined,
  budget: RequestBudget,
  onHang: (hang: Hang) => void,
): () => void {
  const look = progressOf(pid, budget);
  const timer = setInterval(() => {
    const hang = look();
    if (hang === undefined) return;
    clearInterval(timer);
    onHang(hang);
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
