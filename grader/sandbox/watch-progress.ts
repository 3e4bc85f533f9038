/** Tells a hanging process from one that the machine has not let run: only CPU time of its own counts against it. */

import { cpuTimeMs } from './cpu-time.ts';
import type { RequestBudget } from './spawn-subject.ts';

const LOOK_EVERY_MS = 100;

/** Calls `onHang` once when `pid` has used up its budget without answering. Returns what stops the watch. */
export function watchProgress(
  pid: number | undefined,
  budget: RequestBudget,
  onHang: (reason: string) => void,
): () => void {
  const startedAt = performance.now();
  const cpuAtStart = pid === undefined ? undefined : cpuTimeMs(pid);
  let lastCpu = cpuAtStart;
  let movedAt = startedAt;
  const look = (): void => {
    const now = performance.now();
    const cpu = pid === undefined ? undefined : cpuTimeMs(pid);
    if (cpu !== lastCpu) movedAt = now;
    lastCpu = cpu;
    const used = cpu === undefined || cpuAtStart === undefined ? now - startedAt : cpu - cpuAtStart;
    const tired = used >= (cpu === undefined ? budget.wallMs : budget.cpuMs);
    if (tired || now - movedAt >= budget.wallMs) {
      clearInterval(timer);
      onHang(tired ? `no answer after ${budget.cpuMs} ms of computing` : `no answer for ${budget.wallMs / 1000} s`);
    }
  };
  const timer = setInterval(look, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
