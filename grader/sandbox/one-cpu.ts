/** One CPU for all measured processes: side by side on two CPUs, identical code differs by half. */

import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The CPUs that this process may use. */
export interface Cpus {
  /** As `taskset` lists them: `0-3,8`. */
  readonly all: string;
  /** The last of them. */
  readonly one: number;
}

/** `undefined` where the system does not tell. */
export async function allowedCpus(): Promise<Cpus | undefined> {
  const status = await readFile('/proc/self/status', 'latin1').catch(() => '');
  const [, all, one] = /^Cpus_allowed_list:\s*((?:.*[,-])?(\d+))$/m.exec(status) ?? [];
  return all === undefined ? undefined : { all, one: Number(one) };
}

/** Keeps all threads of a process that is already running on these CPUs, listed as in `Cpus`; whether the system has a way to do that, and does. */
export async function bindToCpus(pid: number, list: string): Promise<boolean> {
  return run('taskset', ['-a', '-c', '-p', list, String(pid)]).then(
    () => true,
    () => false,
  );
}
