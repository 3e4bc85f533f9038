/** How long measuring load has taken, as far as that was of its own doing. */

import { sum } from 'simple-statistics';
import type { LoadSubject } from './load-subject.ts';
import { MachineTooBusy } from '../machine-too-busy.ts';

/** Wall time that there is in all for whatever is not a subject's work. */
const LOST_MS = 8_000;

export interface LoadStopwatch {
  /** Whether less than `ms` have been used up. */
  within(ms: number): boolean;
  /** Throws `MachineTooBusy` where no time is left, and the signal's reason once it has aborted. */
  check(): void;
}

/** Time in which a subject only waited for its CPU does not count, so that a busy machine gets as many slices. */
export function stopwatchOf(subjects: readonly LoadSubject[], signal: AbortSignal): LoadStopwatch {
  const startedAt = performance.now();
  const wallMs = (): number => performance.now() - startedAt;
  const waitedMs = (): number => sum(subjects.map((subject) => subject.times().waitedUs)) / 1000;
  // A slow solution is no busy machine.
  const lostMs = (): number => wallMs() - sum(subjects.map((subject) => subject.times().ranUs)) / 1000;
  return {
    within: (ms) => lostMs() < LOST_MS && wallMs() - waitedMs() < ms,
    check: () => {
      signal.throwIfAborted();
      if (lostMs() > LOST_MS) throw new MachineTooBusy('there is no getting through in time');
    },
  };
}
