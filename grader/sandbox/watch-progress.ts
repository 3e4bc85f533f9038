/** Tells a hanging process from one that the machine has not let run: only CPU time of its own counts against it. */

import { cpuTimeMs } from './cpu-time.ts';
import type { RequestBudget } from './spawn-subject.ts';

const LOOK_EVERY_MS = 100;

/**
 * Calls `onHang` once when `pid` has used up its budget without answering; CPU time counts from the first look on, so that
 * quick answers cost nothing. Returns what stops the watch.
 */
export function watchProgress(
  pid: number | undefined,
  budget: RequestBudget,
  onHang: (reason: string) => void,
): () => void {
  const startedAt = performance.now();
  let firstCpu: number | undefined;
  let lastCpu: number | undefined;
  let movedAt = startedAt;
  const look = (): void => {
    const now = performance.now();
    const cpu = pid === undefined ? undefined : cpuTimeMs(pid);
    firstCpu ??= cpu;
    if (cpu !== lastCpu) movedAt = now;
    lastCpu = cpu;
    const used = cpu === undefined || firstCpu === undefined ? 0 : cpu - firstCpu;
    const tired = used >= budget.cpuMs;
    if (tired || now - movedAt >= budget.wallMs) {
      clearInterval(timer);
      onHang(tired ? `no answer after ${budget.cpuMs} ms of computing` : `no answer for ${budget.wallMs / 1000} s`);
    }
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
