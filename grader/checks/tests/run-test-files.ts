/** Runs test files one after the other; one that hangs or crashes costs its own results only. */

import { Connection } from '../../judge/connection.ts';
import type { OwnTest } from '../../model/evidence.ts';
import type { SubjectOptions } from '../../sandbox/subject-command.ts';
import { readTestReply, type FileOutcome } from './read-test-reply.ts';

export interface TestFilesOptions {
  /** Parts of the subject's bundle, in the order of running. */
  readonly files: readonly string[];
  /** A subject whose bundle holds the tests. */
  readonly subject: SubjectOptions;
  /** Aborts after `deadlineMs`: the subject is killed, and what has been reported stands. */
  readonly deadline: AbortSignal;
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

export interface TestFilesOutcome {
  /** In the order of files and appearance. */
  readonly tests: readonly OwnTest[];
  readonly problems: readonly string[];
}

/** Tests that count. */
const MAX_TESTS = 500;
/** Computing time of one file. */
const FILE_CPU_MS = 3_000;

/** Throws `JudgeFault` when no subject can be started, and the signal's reason when it aborts. */
export async function runTestFiles(options: TestFilesOptions): Promise<TestFilesOutcome> {
  const { files, signal, deadline } = options;
  const connection = new Connection(options.subject);
  const over = AbortSignal.any([signal, deadline]);
  const close = (): void => connection.close();
  over.addEventListener('abort', close, { once: true });
  const tests: OwnTest[] = [];
  const problems: string[] = [];
  try {
    for (const [index, file] of files.entries()) {
      const full = tests.length >= MAX_TESTS ? `only ${MAX_TESTS} tests count` : undefined;
      const reason = deadline.aborted ? stopped(options) : full;
      if (reason !== undefined) {
        problems.push(`${reason}; not run: ${files.slice(index).join(', ')}`);
        break;
      }
      const outcome = await runTestFile(options, connection, file, MAX_TESTS - tests.length);
      signal.throwIfAborted();
      tests.push(...outcome.tests);
      problems.push(...outcome.problems);
    }
  } finally {
    over.removeEventListener('abort', close);
    connection.close();
  }
  return { tests, problems };
}

async function runTestFile(
  options: TestFilesOptions,
  connection: Connection,
  file: string,
  atMost: number,
): Promise<FileOutcome> {
  const budget = { cpuMs: FILE_CPU_MS, wallMs: options.deadlineMs };
  // Only a subject that has started can be stopped: start it, then look whether there is still time.
  await connection.request([], budget);
  if (options.signal.aborted || options.deadline.aborted) return brokenOff(file, stopped(options));
  const answer = await connection.request([{ do: 'run-tests', file, atMost }], budget);
  if (answer.status === 'replied') return readTestReply(answer.reply, file, atMost);
  return brokenOff(file, options.deadline.aborted ? stopped(options) : answer.reason);
}

function brokenOff(file: string, reason: string): FileOutcome {
  return { tests: [], problems: [`${file}: ${reason}, so that none of its tests count`] };
}

function stopped(options: TestFilesOptions): string {
  return `stopped after ${options.deadlineMs / 1_000} s`;
}
