/** The tests check: the candidate's own tests, run in subjects on the candidate's own solution and on implementations of ours. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allSettled } from '../../all-settled.ts';
import type { Challenge, OwnTestsPlan, OwnTestsRubric } from '../../model/challenge.ts';
import type { Measured, OwnTest, SuiteEvidence, TestsEvidence } from '../../model/evidence.ts';
import { printable } from '../../printable.ts';
import { buildTestsHost } from '../../sandbox/build-host.ts';
import type { PartBundle } from '../../sandbox/bundle-solution.ts';
import { bundleTests } from '../../sandbox/bundle-tests.ts';
import type { Confinement } from '../../sandbox/isolation/confinement.ts';
import { packScripts } from '../../sandbox/pack-scripts.ts';
import { runnerCache } from '../../sandbox/runner-cache.ts';
import { stageSuite } from '../../sandbox/stage-suite.ts';
import type { SubjectOptions } from '../../sandbox/subject-command.ts';
import { bundleImplementations } from './bundle-implementations.ts';
import { findTestFiles } from './find-test-files.ts';
import { judgeSuite } from './judge-suite.ts';
import { describeOwnCode } from './own-code.ts';
import { runSuite, type SuiteOptions } from './run-suite.ts';
import { printableName, type SuiteRun } from './suite-run.ts';

export interface TestsOptions {
  /** Absolute path of the staged submission. */
  readonly stagedRoot: string;
  readonly challenge: Challenge;
  readonly confinement: Confinement;
  /** Where scripts are written. */
  readonly workFolder: string;
  /** Chooses the order of the implementations and the chance that tests see. */
  readonly seed: number;
  /** A machine that needs longer than this is too busy to measure on. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

/** More files than anybody writes in the time of a challenge. */
const MAX_FILES = 100;
const MAX_PROBLEM = 300;
/** Problems that are shown; further ones are counted. */
const MAX_PROBLEMS = 20;
/** Tests that are run where the challenge does not score them. */
const MAX_TESTS = 60;

/** Runs `tests/**\/*.test.ts`; rejects with the signal's reason when it aborts. */
export async function checkTests(options: TestsOptions): Promise<Measured<TestsEvidence>> {
  const found = await findTestFiles(options.stagedRoot);
  if (found.length === 0) return { status: 'measured', tests: [], problems: [], suite: null };
  const deadline = AbortSignal.timeout(options.deadlineMs);
  const signal = AbortSignal.any([options.signal, deadline]);
  try {
    return await runAll({ ...options, signal }, found);
  } catch (error) {
    options.signal.throwIfAborted();
    if (!deadline.aborted) throw error;
    const cause = `own tests were stopped after ${options.deadlineMs / 1_000} s: the machine is too busy`;
    return { status: 'not-measured', fault: 'machine', cause };
  }
}

async function runAll(options: TestsOptions, found: readonly string[]): Promise<TestsEvidence> {
  const files = found.slice(0, MAX_FILES);
  const { confinement } = options;
  const subject = { confinement, hostPath: await buildTestsHost(options.workFolder), heapMiB: 256 };
  const cache = await runnerCache(subject, options.workFolder);
  const { ownTests, ownTestsPlan } = options.challenge;
  const own = await bundle(options, options.stagedRoot, files);
  const run = await runSuite(await suiteOptions(options, own, { ...subject, cache, name: 'own', files }));
  const judged =
    ownTests === undefined || ownTestsPlan === null
      ? null
      : await judgeOnOurs(options, { ...subject, cache, files, plan: ownTestsPlan, rubric: ownTests });
  return {
    status: 'measured',
    tests: testsOf(run),
    problems: shown([
      ...files.flatMap((file) =>
        own.problems[file] === undefined ? [] : [`${file} does not compile: ${own.problems[file]}`],
      ),
      ...new Set([...run.problems, ...(judged?.problems ?? [])]),
      ...(found.length > MAX_FILES ? [`${found.length} test files, of which the first ${MAX_FILES} were run`] : []),
    ]),
    suite: judged?.suite ?? null,
  };
}

interface Prepared {
  readonly confinement: Confinement;
  readonly hostPath: string;
  readonly heapMiB: number;
  readonly cache: Uint8Array;
  readonly files: readonly string[];
}

async function judgeOnOurs(
  options: TestsOptions,
  prepared: Prepared & { readonly plan: OwnTestsPlan; readonly rubric: OwnTestsRubric },
): Promise<{ readonly suite: SuiteEvidence; readonly problems: readonly string[] }> {
  const { challenge, stagedRoot, workFolder } = options;
  const { files, plan, rubric } = prepared;
  const root = join(workFolder, 'suite');
  options.signal.throwIfAborted();
  await stageSuite(stagedRoot, challenge.entry, root);
  const [bundled, implementations] = await allSettled([
    bundle(options, root, files),
    bundleImplementations(challenge, plan),
  ]);
  const suite = await suiteOptions(options, bundled, { ...prepared, name: 'suite' });
  const { evidence, problems } = await judgeSuite({
    ...suite,
    ...implementations,
    atMost: rubric.maxTests,
    ignore: plan.given,
    plan,
  });
  return { suite: { ...evidence, ownCode: describeOwnCode(files, bundled.imports, challenge.entry) }, problems };
}

function bundle({ challenge }: TestsOptions, stagedRoot: string, files: readonly string[]): Promise<PartBundle> {
  return bundleTests({ stagedRoot, files, allowedPackages: challenge.allowedPackages });
}

async function suiteOptions(
  { workFolder, seed, signal, challenge }: TestsOptions,
  { code, problems }: PartBundle,
  { confinement, hostPath, heapMiB, cache, files, name }: Prepared & { readonly name: string },
): Promise<SuiteOptions> {
  const bundlePath = join(workFolder, `${name}.bin`);
  await writeFile(bundlePath, await packScripts(code, cache));
  const subject: SubjectOptions = { confinement, hostPath, bundlePath, heapMiB };
  return {
    subject,
    files: files.filter((file) => problems[file] === undefined),
    atMost: (challenge.ownTests?.maxTests ?? MAX_TESTS) + (challenge.ownTestsPlan?.given.length ?? 0),
    skip: new Set(),
    ignore: [],
    implementation: null,
    seed,
    stepwise: true,
    signal,
  };
}

function testsOf({ names, outcomes }: SuiteRun): readonly OwnTest[] {
  return [...names].map((id) => {
    const { status, message } = outcomes.get(id) ?? { status: 'failed', message: 'it did not run' };
    return { name: printableName(id), status: status === 'timed-out' ? 'failed' : status, message };
  });
}

function shown(problems: readonly string[]): readonly string[] {
  const first = problems.slice(0, MAX_PROBLEMS).map((problem) => printable(problem, MAX_PROBLEM));
  const more = problems.length - first.length;
  return more > 0 ? [...first, `${more} further problems`] : first;
}
