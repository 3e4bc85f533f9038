/** The subject's side of own tests: one file of the candidate's, run in real time, told as events. */

import type { Command, SubjectEvent } from '../../wire/messages.ts';
import type { RealTime } from './real-time.ts';
import type { TestFileRun } from './run-test-file.ts';

/** What running tests needs of the process around it. */
export interface TestsHost {
  /** Evaluates the bundle of the tests once more. */
  readonly bundle: (exports: object) => void;
  readonly realTime: RealTime;
  readonly emit: (event: SubjectEvent) => void;
}

const MAX_NAME = 400;
const MAX_MESSAGE = 600;
const MAX_PROBLEMS = 50;
const FOREVER_MS = 2 ** 30;

/** Runs the file that `command` names; the `value` event holds the problems of the file as a whole. */
export async function runTests(
  command: Extract<Command, { readonly do: 'run-tests' }>,
  host: TestsHost,
): Promise<void> {
  const stopTimers = host.realTime.restore();
  // The runner's own timers do not keep the process alive, a test that waits for nothing must not end it.
  setInterval(() => undefined, FOREVER_MS);
  const problems = new Set<string>();
  try {
    const exports: Record<string, unknown> = {};
    host.bundle(exports);
    await runTestFile(exports)({
      file: command.file,
      load: () => callFunction(exports[command.file], []),
      atMost: command.atMost,
      onTest: (path, status, message) => {
        const name = clip(path, MAX_NAME);
        host.emit({ on: 'test', name, status, message: message === null ? null : firstLine(message) });
      },
      onProblem: (message) => problems.add(firstLine(message)),
    });
  } finally {
    stopTimers();
    host.emit({ on: 'value', value: { a: [...problems].slice(0, MAX_PROBLEMS) } });
  }
}

function runTestFile(exports: Readonly<Record<string, unknown>>): (run: TestFileRun) => Promise<void> {
  const runner = callFunction(exports['runner'], []);
  const run: unknown = typeof runner === 'object' && runner !== null ? Reflect.get(runner, 'runTestFile') : undefined;
  return async (file) => {
    await callFunction(run, [file]);
  };
}

function callFunction(found: unknown, args: readonly unknown[]): unknown {
  if (typeof found !== 'function') throw new TypeError('the bundle of the tests has no such part');
  return Reflect.apply(found, undefined, args);
}

function firstLine(message: unknown): string {
  return clip(message, MAX_MESSAGE).split('\n', 1).join('');
}

/** Texts of the candidate's may be of any type and length. */
function clip(text: unknown, max: number): string {
  return typeof text === 'string' ? text.slice(0, max) : '';
}
