/** A grading in a process of its own: nothing that it leaves behind or runs into reaches the next one. */

import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { UsageError } from '../errors.ts';
import type { Report } from '../model/report.ts';
import { printable } from '../printable.ts';
import { parseReport } from '../report/parse-report.ts';
import { KIT_ROOT } from '../sandbox/kit-root.ts';
import { EXIT } from './exit-codes.ts';

/** How a grading ended: with a report, without anything to grade, or without a report by no doing of the submission's. */
export type Ending =
  | { readonly status: 'graded'; readonly report: Report }
  | { readonly status: 'nothing-gradable' | 'failed'; readonly reason: string };

/** What is kept of what it says on stderr, in bytes; a report on stdout is never that long. */
const STDERR_BYTES = 64 * 1024;
const STDOUT_BYTES = 256 * 1024 * 1024;

/** Runs `grade run` with these arguments, which must make it print the whole report. When the signal aborts, so does the grading, and this waits until it has cleaned up. */
export async function gradeApart(args: readonly string[], signal: AbortSignal): Promise<Ending> {
  signal.throwIfAborted();
  const child = spawn(process.execPath, [join(KIT_ROOT, 'bin', 'grade.js'), 'run', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const stop = (): void => void child.kill('SIGTERM');
  signal.addEventListener('abort', stop, { once: true });
  try {
    const [stdout, stderr, exit] = await Promise.all([
      readAll(child.stdout, STDOUT_BYTES),
      readAll(child.stderr, STDERR_BYTES),
      ended(child),
    ]);
    signal.throwIfAborted();
    return readEnding(stdout, stderr, exit);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** A report counts whatever the exit code is: what went wrong on our side it says itself. */
function readEnding(stdout: string, stderr: string, exit: string | number): Ending {
  const reason = printable(lastWords(stderr) ?? `the grading ended with ${exit}`, 500);
  if (exit === EXIT.nothingGradable) return { status: 'nothing-gradable', reason };
  if (exit !== EXIT.ok && exit !== EXIT.kitFault) return { status: 'failed', reason };
  try {
    return { status: 'graded', report: parseReport(stdout, 'what the grading printed') };
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return { status: 'failed', reason };
  }
}

/** The first line of what `grade` said last. */
function lastWords(stderr: string): string | undefined {
  return stderr
    .split('\n')
    .findLast((line) => line.startsWith('grade: '))
    ?.slice('grade: '.length);
}

async function readAll(stream: NodeJS.ReadableStream, atMost: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of stream) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.byteLength;
    if (bytes <= atMost) chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The exit code, or what ended the process instead. */
function ended(child: ChildProcess): Promise<string | number> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'no exit code'));
  });
}
