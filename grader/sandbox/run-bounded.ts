import { spawn, type ChildProcess } from 'node:child_process';
import { cpuTimeMs } from './cpu-time.ts';
import { watchProgress } from './watch-progress.ts';

export interface BoundedCommand {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the process. */
  readonly env: Readonly<Record<string, string>>;
  /** Written to its standard input, which is then closed. */
  readonly input: string;
  /** CPU time of the process, so that a busy machine costs nobody anything; wall time where CPU time cannot be read. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** How a process ended. `stdout` and `stderr` are cut off at `OUTPUT_BYTES`; a process that writes more is killed. */
export type BoundedRun =
  | { readonly status: 'exited'; readonly code: number; readonly stdout: string; readonly stderr: string }
  | { readonly status: 'killed'; readonly by: string; readonly stdout: string; readonly stderr: string }
  | { readonly status: 'flooded'; readonly stdout: string; readonly stderr: string }
  | { readonly status: 'deadline' }
  /** The machine did not let it run: that says nothing about its input. */
  | { readonly status: 'stalled' }
  | { readonly status: 'not-started'; readonly cause: string };

/** Wall time without any CPU time after which the machine is given up. */
const STALLED_MS = 60_000;

/** Far more than a hundred findings take. */
export const OUTPUT_BYTES = 8 * 1024 * 1024;

/**
 * Runs a program of the kit over foreign input, in a process group of its own that is gone when the promise settles.
 * Whatever happens is a value; rejects with the signal's reason only.
 */
export async function runBounded(options: BoundedCommand): Promise<BoundedRun> {
  options.signal.throwIfAborted();
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: options.env,
    detached: process.platform !== 'win32',
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const stop = new AbortController();
  const stopOnAbort = (): void => stop.abort();
  options.signal.addEventListener('abort', stopOnAbort, { once: true });
  const run = await follow(child, options, stop.signal);
  options.signal.removeEventListener('abort', stopOnAbort);
  options.signal.throwIfAborted();
  return run;
}

/** The first reason to end wins. */
function follow(child: ChildProcess, options: BoundedCommand, stop: AbortSignal): Promise<BoundedRun> {
  return new Promise((resolve) => {
    let ending: 'deadline' | 'stalled' | 'flooded' | null = null;
    const end = (reason: 'deadline' | 'stalled' | 'flooded'): void => {
      ending ??= reason;
      killGroup(child);
    };
    const stopWatch = watchDeadline(child.pid, options.deadlineMs, end);
    stop.addEventListener('abort', () => killGroup(child), { once: true });
    const stdout = collect(child.stdout, () => end('flooded'));
    const stderr = collect(child.stderr, () => end('flooded'));
    child.once('error', (error) => {
      stopWatch();
      resolve({ status: 'not-started', cause: error.message });
    });
    child.once('close', (code, by) => {
      stopWatch();
      if (ending === 'deadline' || ending === 'stalled') return resolve({ status: ending });
      const output = { stdout: stdout(), stderr: stderr() };
      if (ending === 'flooded') return resolve({ status: 'flooded', ...output });
      if (code === null) return resolve({ status: 'killed', by: by ?? 'unknown', ...output });
      resolve({ status: 'exited', code, ...output });
    });
    // A process that ends before it has read everything breaks the pipe; how it ended says enough.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(options.input);
  });
}

/** A process that computes is timed by its CPU; one that gets none is given up after a while, which is nobody's fault. */
function watchDeadline(
  pid: number | undefined,
  deadlineMs: number,
  end: (reason: 'deadline' | 'stalled') => void,
): () => void {
  const timed = pid !== undefined && cpuTimeMs(pid) !== undefined;
  const wallMs = timed ? Math.max(deadlineMs, STALLED_MS) : deadlineMs;
  return watchProgress(pid, { cpuMs: deadlineMs, wallMs }, (hang) =>
    end(timed && hang === 'stuck' ? 'stalled' : 'deadline'),
  );
}

/** Gathers a stream up to the cap; the returned function gives the text so far. */
function collect(stream: NodeJS.ReadableStream | null, onFlood: () => void): () => string {
  const chunks: Buffer[] = [];
  let bytes = 0;
  stream?.on('data', (chunk: Buffer) => {
    if (bytes >= OUTPUT_BYTES) return;
    chunks.push(chunk.subarray(0, OUTPUT_BYTES - bytes));
    bytes += chunk.length;
    if (bytes >= OUTPUT_BYTES) onFlood();
  });
  return () => Buffer.concat(chunks).toString('utf8');
}

function killGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (process.platform === 'win32') child.kill('SIGKILL');
    else process.kill(-child.pid, 'SIGKILL');
  } catch {
    // The group has ended already.
  }
}
