/**
 * Which subjects are alive, across all threads of this process. Whoever keeps the roll ends those that hang while a judge waits for them
 * in a blocking read, and those of a worker that has been stopped.
 */

import { BroadcastChannel } from 'node:worker_threads';
import { lookAfter } from './request-watch.ts';
import { LOOK_EVERY_MS } from './watch-progress.ts';

const CHANNEL = 'grade.subjects';

/** What a thread tells of a subject. */
export interface RollEntry {
  /** The bundle that the subject runs: each piece of work has its own. */
  readonly bundlePath: string;
  readonly pid: number | undefined;
  readonly alive: boolean;
  /** The watch over its requests, where the judge's own thread cannot keep it. */
  readonly memory?: SharedArrayBuffer;
}

let channel: BroadcastChannel | undefined;

/** Tells every thread that a subject has been started or has ended. */
export function callRoll(entry: RollEntry): void {
  if (entry.pid === undefined) return;
  channel ??= open();
  channel.postMessage(entry);
}

/** Keeps the roll until it is closed. */
export interface SubjectRoll {
  /** Ends every subject that was started and has not ended, and stops listening. */
  close(): void;
}

/** Listens to all threads for subjects that run `bundlePath`, and ends those that hang. */
export function keepRoll(bundlePath: string): SubjectRoll {
  const alive = new Map<number, () => boolean>();
  const listening = open();
  listening.onmessage = ({ data }: { readonly data: unknown }) => {
    if (!isEntry(data) || data.bundlePath !== bundlePath || data.pid === undefined) return;
    if (data.alive) alive.set(data.pid, data.memory === undefined ? () => false : lookAfter(data.pid, data.memory));
    else alive.delete(data.pid);
  };
  const watch = setInterval(() => {
    for (const [pid, hangs] of alive) if (hangs()) killQuietly(pid);
  }, LOOK_EVERY_MS);
  return {
    close: () => {
      clearInterval(watch);
      listening.close();
      for (const pid of alive.keys()) killQuietly(pid);
    },
  };
}

function open(): BroadcastChannel {
  const opened = new BroadcastChannel(CHANNEL);
  opened.unref();
  return opened;
}

function isEntry(data: unknown): data is RollEntry {
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
