/** What a process has cost so far, read from outside where the system allows it. */

import { readdirSync, readFileSync } from 'node:fs';
import { workingPid } from '../../sandbox/isolation/working-pid.ts';

/** Times of a process in microseconds. */
export interface ProcessTimes {
  /** On a CPU. */
  readonly ranUs: number;
  /** Ready to run, but waiting for a CPU. */
  readonly waitedUs: number;
}

/**
 * Reads the times of all threads of `pid`, or of the process that it confines, from `/proc/<pid>/task/<tid>/schedstat` (nanoseconds, see
 * the kernel's Documentation/scheduler/sched-stats.rst). A thread that has ended keeps the time that was last seen of it.
 */
export class ProcessMeter {
  readonly #folder: string;
  readonly #threads = new Map<string, ProcessTimes>();

  constructor(pid: number) {
    this.#folder = `/proc/${workingPid(pid)}/task`;
  }

  /** `undefined` where the system does not tell. */
  read(): ProcessTimes | undefined {
    try {
      for (const thread of readdirSync(this.#folder)) this.#readThread(thread);
    } catch {
      return undefined;
    }
    let ranUs = 0;
    let waitedUs = 0;
    for (const times of this.#threads.values()) {
      ranUs += times.ranUs;
      waitedUs += times.waitedUs;
    }
    return { ranUs, waitedUs };
  }

  #readThread(thread: string): void {
    const [ran, waited] = readFileSync(`${this.#folder}/${thread}/schedstat`, 'latin1').split(' ');
    this.#threads.set(thread, { ranUs: Number(ran) / 1000, waitedUs: Number(waited) / 1000 });
  }
}
