/** Which subjects are alive, across all threads of this process: whoever stops the work can end those of a stopped worker. */

import { BroadcastChannel } from 'node:worker_threads';

const CHANNEL = 'grade.subjects';

interface Entry {
  /** The bundle that the subject runs: each piece of work has its own. */
  readonly bundlePath: string;
  readonly pid: number;
  readonly alive: boolean;
}

let channel: BroadcastChannel | undefined;

/** Tells every thread that a subject has been started or has ended. */
export function callRoll(bundlePath: string, pid: number | undefined, alive: boolean): void {
  if (pid === undefined) return;
  channel ??= open();
  const entry: Entry = { bundlePath, pid, alive };
  channel.postMessage(entry);
}

/** Keeps the roll until it is closed. */
export interface SubjectRoll {
  /** Ends every subject that was started and has not ended, and stops listening. */
  close(): void;
}

/** Listens to all threads for subjects that run `bundlePath`. */
export function keepRoll(bundlePath: string): SubjectRoll {
  const alive = new Set<number>();
  const listening = open();
  listening.onmessage = ({ data }: { readonly data: unknown }) => {
    if (!isEntry(data) || data.bundlePath !== bundlePath) return;
    if (data.alive) alive.add(data.pid);
    else alive.delete(data.pid);
  };
  return {
    close: () => {
      listening.close();
      for (const pid of alive) killQuietly(pid);
    },
  };
}

function open(): BroadcastChannel {
  const opened = new BroadcastChannel(CHANNEL);
  opened.unref();
  return opened;
}

function isEntry(data: unknown): data is Entry {
  return typeof data === 'object' && data !== null && 'pid' in data && 'bundlePath' in data;
}

/** One that has ended in the meantime is fine. */
function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'ESRCH') throw error;
  }
}
