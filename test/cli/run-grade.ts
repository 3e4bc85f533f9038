import { execFile, spawn } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { onTestFinished } from 'vitest';

export { temporaryFolder } from '../submission/hand-in.ts';

export const KIT = join(import.meta.dirname, '..', '..');
export const LAUNCHER = join(KIT, 'bin', 'grade.js');

export interface Outcome {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Flags for the Node that runs the launcher. */
  readonly nodeFlags?: readonly string[];
  readonly launcher?: string;
}

/** Settings of the test runner's own environment would decide about colours; everything else is as a user has it. */
function environment(extra: RunOptions['env']): NodeJS.ProcessEnv {
  const { FORCE_COLOR: _forced, NO_COLOR: _none, NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, ...extra };
}

/** Starts `grade …`; what is left of it when the test ends is killed. */
export function start(args: readonly string[], options: RunOptions = {}) {
  const { nodeFlags = [], launcher = LAUNCHER } = options;
  const child = spawn(process.execPath, [...nodeFlags, launcher, ...args], {
    cwd: options.cwd,
    env: environment(options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, so that a test can see whether anything of it is left.
    detached: true,
  });
  onTestFinished(async () => {
    for (const line of await runningInGroup(child.pid)) process.kill(Number(line.trim().split(/\s+/u)[0]), 'SIGKILL');
  });
  return child;
}

export type Running = ReturnType<typeof start>;

export async function outcomeOf(child: Running): Promise<Outcome> {
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (text.stdout += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (text.stderr += chunk));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...text }));
  });
}

/** Runs `grade …` to its end. */
export function runGrade(args: readonly string[], options?: RunOptions): Promise<Outcome> {
  return outcomeOf(start(args, options));
}

/** Resolves as soon as the process has written `text` to the stream. */
export async function seen(child: Running, stream: 'stdout' | 'stderr', text: string): Promise<void> {
  let all = '';
  return new Promise((resolve, reject) => {
    child[stream].on('data', (chunk: Buffer | string) => {
      all += chunk.toString();
      if (all.includes(text)) resolve();
    });
    child.on('close', () => reject(new Error(`ended without saying ${text}: ${all}`)));
  });
}

/**
 * Waits until no process of the group that `child` leads is running, and answers the command lines of those that still are
 * after ten seconds. What has ended and waits for init to notice does not count.
 */
export async function leftRunning(child: Running): Promise<readonly string[]> {
  for (let attempt = 0; attempt < 100; attempt++) {
    if ((await runningInGroup(child.pid)).length === 0) return [];
    await setTimeout(100);
  }
  return runningInGroup(child.pid);
}

async function runningInGroup(leader: number | undefined): Promise<readonly string[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,pgid=,stat=,args=']);
  return stdout.split('\n').filter((line) => {
    const [, group, state = ''] = line.trim().split(/\s+/u);
    return group === String(leader) && !state.startsWith('Z');
  });
}
