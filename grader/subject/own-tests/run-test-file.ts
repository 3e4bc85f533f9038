/** Runs one test file and tells how each of its tests went. */

import { getNames, getTests } from '@vitest/runner/utils';
import { getFn, startTests, type File, type Suite, type Test, type VitestRunner } from '@vitest/runner';
import { setSafeTimers } from '@vitest/utils/timers';
import type { ExpectStatic } from '@vitest/expect';
import { assertCount, expect, makeExpect, resetCount } from './expect.ts';
import { runnerConfig } from './runner-config.ts';
import { noteText, textOf } from './test-texts.ts';
import { takeRefusedUses } from './unsupported.ts';
import { restoreWorld } from './vi.ts';

export type TestStatus = 'passed' | 'failed' | 'timed-out' | 'skipped';

/** A test as its file declares it. */
export interface FoundTest {
  readonly path: string;
  /** Its function as it is written in the bundle; `null` where that is not known. */
  readonly text: string | null;
}

/** A test file and where its outcome goes. */
export interface TestFileRun {
  /** Path of the file in the submission. */
  readonly file: string;
  /** Evaluates the file. */
  readonly load: () => unknown;
  /** Told all tests of the file in the order of appearance; answers which are to run. */
  readonly choose: (tests: readonly FoundTest[]) => readonly boolean[];
  /** Called before a test runs; by the place of its path in the list. */
  readonly onStart: (index: number) => void;
  readonly onTest: (index: number, status: TestStatus, message: string | null) => void;
  readonly onProblem: (message: string) => void;
}

/** What a test without a timeout gets: the longest timer there is. No time passes while it computes. */
const LONGEST_MS = 2 ** 31 - 1;

const realSetTimeout = setTimeout;

// The runner's own timeouts must not follow a test's fake timers.
setSafeTimers();

/** Never rejects: what a file does wrong is reported as a problem or as failed tests. */
export async function runTestFile(run: TestFileRun): Promise<void> {
  const wanted = new Set<Test>();
  const places = new Map<Test, number>();
  const onCollected = (files: File[]): void => {
    const found = getTests(files);
    const chosen = run.choose(found.map((test) => ({ path: testPath(test), text: textOf(test) })));
    for (const [index, test] of found.entries()) {
      places.set(test, index);
      if (chosen[index] !== true) test.mode = 'skip';
      if (test.mode === 'run' || test.mode === 'queued') wanted.add(test);
    }
  };
  const told = new Set<Test>();
  const tell = (test: Test): void => {
    const index = places.get(test);
    if (index === undefined || told.has(test)) return;
    told.add(test);
    reportTest(run, test, index, wanted.has(test));
  };
  try {
    const files = await startTests([run.file], runner(run, { onCollected, wanted, places, tell }));
    for (const test of getTests(files)) tell(test);
    for (const file of files) reportSuites(run, file);
  } finally {
    restoreWorld();
    for (const use of takeRefusedUses()) run.onProblem(use);
  }
}

interface Watching {
  readonly onCollected: (files: File[]) => void;
  readonly wanted: ReadonlySet<Test>;
  readonly places: ReadonlyMap<Test, number>;
  readonly tell: (test: Test) => void;
}

function runner(run: TestFileRun, { onCollected, wanted, places, tell }: Watching): VitestRunner {
  const expects = new WeakMap<object, ExpectStatic>();
  return {
    config: runnerConfig,
    importFile: run.load,
    onCollected,
    extendTaskContext: (context) => {
      noteText(context.task);
      return Object.defineProperty(Object.assign(context, { annotate: annotating(context.task) }), 'expect', {
        get: () => {
          const own = expects.get(context.task) ?? makeExpect(context.task);
          expects.set(context.task, own);
          return own;
        },
      });
    },
    onBeforeRunTask: (test) => {
      if (wanted.has(test)) run.onStart(places.get(test) ?? -1);
    },
    onBeforeTryTask: (test) => {
      resetCount(expect, testPath(test));
      const own = expects.get(test);
      if (own !== undefined) resetCount(own, testPath(test));
    },
    runTask: runBounded,
    onAfterTryTask: (test) => assertCount(expects.get(test) ?? expect),
    onAfterRunTask: tell,
  };
}

/** `annotate`, whose words no report holds. The runner's own looks for the test's place in a stack, and errors have none here. */
function annotating({ annotations }: Test): Test['context']['annotate'] {
  return async (message: string, type?: unknown) => {
    const annotation = { message, type: typeof type === 'string' ? type : 'notice' };
    annotations.push(annotation);
    return annotation;
  };
}

/** Also a test that asks for no timeout ends. */
async function runBounded(test: Test): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>();
  realSetTimeout(() => reject(new Error(`Test timed out in ${LONGEST_MS}ms.`)), LONGEST_MS);
  await Promise.race([getFn(test)(), promise]);
}

/** A test that should have run but was skipped fails with the suite's setup. */
function reportTest(run: TestFileRun, test: Test, index: number, wanted: boolean): void {
  const { result } = test;
  const kept = result?.state === 'skip' && 'pending' in result && result.pending === true;
  if (result?.state === 'pass') run.onTest(index, 'passed', null);
  else if (result?.state === 'fail') {
    const message = messageOf(result.errors);
    run.onTest(index, isTimeout(message) ? 'timed-out' : 'failed', message);
  } else if (wanted && !kept) run.onTest(index, 'failed', suiteMessage(test.suite ?? test.file));
  else run.onTest(index, 'skipped', null);
}

/** The runner's own words. */
function isTimeout(message: string): boolean {
  return /^(Test|Hook) timed out in \d+ms/.test(message);
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
  if (typeof message !== 'string' || message === '') return 'failed without a message';
  return GLOBAL_OF_VITEST.test(message) ? `${message}: import it from 'vitest'` : message;
}

/** What a test file gets without an import where vitest is configured so. */
const GLOBAL_OF_VITEST =
  /^(?:describe|it|test|suite|expect|assert|vi|vitest|(?:before|after)(?:All|Each)|onTest(?:Failed|Finished)) is not defined$/;
