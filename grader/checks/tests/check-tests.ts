/** The tests check: the candidate's own tests, run in a subject against the candidate's own solution. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Challenge } from '../../model/challenge.ts';
import type { Measured, OwnTest, TestsEvidence } from '../../model/evidence.ts';
import { printable } from '../../printable.ts';
import type { Confinement } from '../../sandbox/isolation/confinement.ts';
import { bundleTests } from '../../sandbox/bundle-tests.ts';
import { findTestFiles } from './find-test-files.ts';
import { runTestFiles } from './run-test-files.ts';

export interface TestsOptions {
  /** Absolute path of the staged submission. */
  readonly stagedRoot: string;
  readonly challenge: Challenge;
  /** The bundled host of the subject. */
  readonly hostPath: string;
  readonly confinement: Confinement;
  /** Where the bundle of the tests is written. */
  readonly workFolder: string;
  /** The whole check may take this long; what has been reported until then stands. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** More files than anybody writes in the time of a challenge. */
const MAX_FILES = 100;
const MAX_PROBLEM = 300;
/** Problems that are shown; further ones are counted. */
const MAX_PROBLEMS = 20;

/** Runs `tests/**\/*.test.ts`; rejects with the signal's reason when it aborts. */
export async function checkTests(options: TestsOptions): Promise<Measured<TestsEvidence>> {
  const deadline = AbortSignal.timeout(options.deadlineMs);
  const found = await findTestFiles(options.stagedRoot);
  if (found.length === 0) return evidence([], []);
  const files = found.slice(0, MAX_FILES);
  const { stagedRoot, challenge, hostPath, workFolder, deadlineMs, signal } = options;
  const { code, problems } = await bundleTests({ stagedRoot, files, allowedPackages: challenge.allowedPackages });
  const bundlePath = join(workFolder, 'tests.js');
  await writeFile(bundlePath, code);
  signal.throwIfAborted();
  const run = await runTestFiles({
    files: files.filter((file) => problems[file] === undefined),
    subject: { hostPath, bundlePath, confinement: options.confinement, heapMiB: 256 },
    deadline,
    deadlineMs,
    signal,
  });
  signal.throwIfAborted();
  return evidence(run.tests, [
    ...files.flatMap((file) => (problems[file] === undefined ? [] : [`${file} does not compile: ${problems[file]}`])),
    ...run.problems,
    ...(found.length > MAX_FILES ? [`${found.length} test files, of which the first ${MAX_FILES} were run`] : []),
  ]);
}

function evidence(tests: readonly OwnTest[], problems: readonly string[]): TestsEvidence {
  const shown = problems.slice(0, MAX_PROBLEMS).map((problem) => printable(problem, MAX_PROBLEM));
  const more = problems.length - shown.length;
  return { status: 'measured', tests, problems: more > 0 ? [...shown, `${more} further problems`] : shown };
}
