/** The subject's side of own tests: the candidate's files, one after the other, told as events. */

import type { Command, SubjectEvent } from '../../wire/messages.ts';
import type { FlowingTime } from './flowing-time.ts';
import { givenAmong } from './given-tests.ts';
import type { FoundTest, TestFileRun } from './run-test-file.ts';

/** What running tests needs of the process around it. */
export interface TestsHost {
  /** Evaluates the bundle of the tests once more. */
  readonly bundle: (exports: object) => void;
  readonly runTestFile: (run: TestFileRun) => Promise<void>;
  readonly time: FlowingTime;
  readonly emit: (event: SubjectEvent) => void;
  /** Hands over what has been emitted and waits for the judge to go on. */
  readonly pause: () => void;
}

const MAX_NAME = 400;
const MAX_MESSAGE = 600;
const MAX_PROBLEMS = 50;

type RunTests = Extract<Command, { readonly do: 'run-tests' }>;

/** Runs the files that `command` names, at most `atMost` tests in all. */
export async function runTests(command: RunTests, host: TestsHost): Promise<void> {
  const skipped = new Set(command.skip);
  const isIgnored = givenAmong(command.ignore);
  let room = command.atMost;
  for (const file of command.files) {
    room -= await runFile(file, room, { command, skipped, isIgnored, host });
    host.time.clear();
  }
}

interface FilePlan {
  readonly command: RunTests;
  readonly skipped: ReadonlySet<string>;
  readonly isIgnored: (name: string, test: FoundTest) => boolean;
  readonly host: TestsHost;
}

/** Answers how many tests of the file count. */
async function runFile(file: string, room: number, { command, skipped, isIgnored, host }: FilePlan): Promise<number> {
  const problems = new Set<string>();
  let names: readonly (string | undefined)[] = [];
  let over = false;
  if (command.step) {
    host.emit({ on: 'file-started', file });
    host.pause();
  }
  const exports: Record<string, unknown> = {};
  host.bundle(exports);
  const run = host.runTestFile({
    file,
    load: () => callFunction(exports[file], []),
    choose: (tests) => {
      const own = namedTests(file, tests).map(([name, test]) => (isIgnored(name, test) ? undefined : name));
      const counted = own.filter((name) => name !== undefined).slice(0, room);
      const given = own.filter((name) => name === undefined).length;
      names = own.map((name) => (name !== undefined && counted.includes(name) ? name : undefined));
      host.emit({ on: 'collected', file, names: counted, total: own.length - given, given });
      return names.map((name) => name !== undefined && !skipped.has(name));
    },
    onStart: (index) => {
      const name = names[index];
      if (!command.step || name === undefined) return;
      host.emit({ on: 'test-started', name });
      host.pause();
    },
    onTest: (index, status, message) => {
      const name = names[index];
      if (name === undefined || skipped.has(name)) return;
      host.emit({ on: 'test', name, status, message: message === null ? null : firstLine(message) });
    },
    onProblem: (message) => problems.add(firstLine(message)),
  });
  void run.then(
    () => (over = true),
    (error: unknown) => {
      problems.add(firstLine(error instanceof Error ? error.message : 'an error that is none'));
      over = true;
    },
  );
  if (!(await host.time.flow(() => over))) problems.add('waits for something that never comes');
  host.emit({ on: 'file-done', file, problems: [...problems].slice(0, MAX_PROBLEMS) });
  return names.filter((name) => name !== undefined).length;
}

/** Tests by name, short and without doubles: the second of the same name is `… (2)`. */
function namedTests(file: string, tests: readonly FoundTest[]): (readonly [string, FoundTest])[] {
  const seen = new Map<string, number>();
  return tests.map((test) => {
    const name = `${file.replace(/^tests\//, '')} > ${clip(test.path, MAX_NAME)}`;
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return [count === 1 ? name : `${name} (${count})`, test];
  });
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
