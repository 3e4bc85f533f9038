/** Runs one test file and tells how each of its tests went. */

import { getNames, getTests } from '@vitest/runner/utils';
import {
  startTests,
  type File,
  type Suite,
  type Test,
  type VitestRunner,
  type VitestRunnerConfig,
} from '@vitest/runner';
import { setSafeTimers } from '@vitest/utils/timers';
import type { ExpectStatic } from '@vitest/expect';
import { assertCount, expect, makeExpect, resetCount } from './expect.ts';
import { refusedUses } from './unsupported.ts';
import { restoreWorld } from './vi.ts';

/** A test file and where its outcome goes. */
export interface TestFileRun {
  /** Path of the file in the submission. */
  readonly file: string;
  /** Evaluates the file. */
  readonly load: () => unknown;
  /** Tests beyond this many are neither run nor reported. */
  readonly atMost: number;
  readonly onTest: (path: string, status: 'passed' | 'failed' | 'skipped', message: string | null) => void;
  readonly onProblem: (message: string) => void;
}

const CONFIG: VitestRunnerConfig = {
  root: '/',
  setupFiles: [],
  name: undefined,
  passWithNoTests: false,
  testNamePattern: undefined,
  allowOnly: true,
  sequence: { seed: 0, hooks: 'stack', setupFiles: 'list' },
  chaiConfig: undefined,
  maxConcurrency: 5,
  testTimeout: 5_000,
  hookTimeout: 10_000,
  retry: 0,
  includeTaskLocation: false,
  tags: [],
  tagsFilter: undefined,
  strictTags: false,
};

// The runner's own timeouts must not follow a test's fake timers.
setSafeTimers();

/** Never rejects: what a file does wrong is reported as a problem or as failed tests. */
export async function runTestFile(run: TestFileRun): Promise<void> {
  const wanted = new Set<Test>();
  const limit = (files: File[]): void => {
    const found = getTests(files);
    for (const test of found.slice(run.atMost)) test.mode = 'skip';
    for (const test of found) if (test.mode === 'run' || test.mode === 'queued') wanted.add(test);
    if (found.length > run.atMost) run.onProblem(`${found.length} tests, of which the first ${run.atMost} were run`);
  };
  try {
    const files = await startTests([run.file], runner(run, limit));
    for (const test of getTests(files).slice(0, run.atMost)) reportTest(run, test, wanted.has(test));
    for (const file of files) reportSuites(run, file);
  } finally {
    restoreWorld();
    for (const use of refusedUses()) run.onProblem(use);
  }
}

function runner(run: TestFileRun, onCollected: (files: File[]) => void): VitestRunner {
  const expects = new WeakMap<object, ExpectStatic>();
  return {
    config: CONFIG,
    importFile: run.load,
    onCollected,
    extendTaskContext: (context) =>
      Object.defineProperty(context, 'expect', {
        get: () => {
          const own = expects.get(context.task) ?? makeExpect(context.task);
          expects.set(context.task, own);
          return own;
        },
      }),
    onBeforeTryTask: (test) => {
      resetCount(expect, testPath(test));
      const own = expects.get(test);
      if (own !== undefined) resetCount(own, testPath(test));
    },
    onAfterTryTask: (test) => assertCount(expects.get(test) ?? expect),
  };
}

/** A test that should have run but was skipped fails with the suite's setup. */
function reportTest(run: TestFileRun, test: Test, wanted: boolean): void {
  const { result } = test;
  const kept = result?.state === 'skip' && 'pending' in result && result.pending === true;
  if (result?.state === 'pass') run.onTest(testPath(test), 'passed', null);
  else if (result?.state === 'fail') run.onTest(testPath(test), 'failed', messageOf(result.errors));
  else if (wanted && !kept) run.onTest(testPath(test), 'failed', suiteMessage(test.suite ?? test.file));
  else run.onTest(testPath(test), 'skipped', null);
}

/** What went wrong around the tests: while the file was loaded, before or after a suite. */
function reportSuites(run: TestFileRun, suite: Suite): void {
  if (suite.result?.errors !== undefined) {
    const name = getNames(suite).slice(1).join(' > ');
    run.onProblem(`${name === '' ? '' : `${name}: `}${messageOf(suite.result.errors)}`);
  }
  for (const task of suite.tasks) if (task.type === 'suite') reportSuites(run, task);
}

function suiteMessage(suite: Suite): string {
  for (let at: Suite | undefined = suite; at !== undefined; at = at.suite) {
    if (at.result?.errors !== undefined) return `not run: ${messageOf(at.result.errors)}`;
  }
  return 'not run';
}

function testPath(test: Test): string {
  return getNames(test).slice(1).join(' > ');
}

function messageOf(errors: readonly { readonly message: string }[] | undefined): string {
  const message = errors?.[0]?.message;
  return typeof message === 'string' && message !== '' ? message : 'failed without a message';
}
