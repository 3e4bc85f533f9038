/** The tests check: the candidate's own tests, run in subjects on the candidate's own solution and on implementations of ours. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { allSettled } from '../../all-settled.ts';
import type { Challenge, OwnTestsPlan, OwnTestsRubric } from '../../model/challenge.ts';
import type { Measured, OwnTest, SuiteEvidence, TestsEvidence } from '../../model/evidence.ts';
import { printable } from '../../printable.ts';
import { buildTestsHost } from '../../sandbox/build-host.ts';
import type { PartBundle } from '../../sandbox/bundle-solution.ts';
import { testsBundle } from '../../sandbox/bundle-tests.ts';
import { bundleConfined } from '../../sandbox/confined-bundler.ts';
import type { Confinement } from '../../sandbox/isolation/confinement.ts';
import { packScripts } from '../../sandbox/pack-scripts.ts';
import { runnerCache } from '../../sandbox/runner-cache.ts';
import { stageSuite } from '../../sandbox/stage-suite.ts';
import { MachineTooBusy } from '../machine-too-busy.ts';
import { bundleImplementations, type Implementations } from './bundle-implementations.ts';
import { findTestFiles } from './find-test-files.ts';
import { givenTexts } from './given-texts.ts';
import { judgeSuite } from './judge-suite.ts';
import { describeOwnCode } from './own-code.ts';
import { runSuite } from './run-suite.ts';
import type { SuiteOptions } from './suite-options.ts';
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
  readonly signal: AbortSignal;
}

/** More files than anybody writes in the time of a challenge. */
const MAX_FILES = 100;
const MAX_PROBLEM = 300;
/** Problems that are shown; further ones are counted. */
const MAX_PROBLEMS = 20;
/**
 * A subject lives for a fraction of a second: threads that help it later, and memory that it grows into, cost more than they bring. `Temporal`, which own
 * tests do not have, takes the engine a seventh of a start to set up.
 */
export const SHORT_LIVED = ['--single-threaded', '--max-semi-space-size=1', '--no-sparkplug', '--no-harmony-temporal'];
/** Tests that are run where the challenge does not score them. */
const MAX_TESTS = 60;

/** Runs `tests/**\/*.test.ts`; rejects with the signal's reason when it aborts. */
export async function checkTests(options: TestsOptions): Promise<Measured<TestsEvidence>> {
  const found = await findTestFiles(options.stagedRoot);
  const problems = found.misplaced.map((path) => `${path} is not run: tests are files below tests/ named *.test.ts`);
  if (found.files.length === 0) return { status: 'measured', tests: [], problems: shown(problems), suite: null };
  try {
    return await runAll(options, found.files, problems);
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof MachineTooBusy)) throw error;
    return { status: 'not-measured', fault: 'machine', cause: error.message };
  }
}

async function runAll(
  options: TestsOptions,
  found: readonly string[],
  problems: readonly string[],
): Promise<TestsEvidence> {
  const files = found.slice(0, MAX_FILES);
  const { store, processor } = options.challenge.entry;
  const bundled = bundle(options, files, [store, processor]);
  const [prepared, { tests: own }, ours] = await allSettled([
    prepare(options, files),
    bundled,
    prepareOurs(options, files, bundled),
  ]);
  const [run, judged] = await allSettled([
    suiteOptions(options, own, { ...prepared, name: 'own' }).then(runSuite),
    ours === null ? null : judgeOnOurs(options, prepared, ours),
  ]);
  return {
    status: 'measured',
    tests: testsOf(run),
    problems: shown([
      ...problems,
      ...files.flatMap((file) =>
        own.problems[file] === undefined ? [] : [`${file} does not compile: ${own.problems[file]}`],
      ),
      // Where own tests are scored, those are named that do not count for it.
      ...new Set([...run.problems, ...(judged?.problems ?? run.cuts)]),
      ...(found.length > MAX_FILES ? [`${found.length} test files, of which the first ${MAX_FILES} were run`] : []),
    ]),
    suite: judged?.suite ?? null,
  };
}

interface Prepared {
  readonly confinement: Confinement;
  readonly hostPath: string;
  readonly heapMiB: number;
  readonly nodeFlags: readonly string[];
  readonly cache: Uint8Array;
  readonly files: readonly string[];
}

async function prepare({ confinement, workFolder }: TestsOptions, files: readonly string[]): Promise<Prepared> {
  const subject = { confinement, hostPath: await buildTestsHost(workFolder), heapMiB: 256, nodeFlags: SHORT_LIVED };
  return { ...subject, files, cache: await runnerCache(subject, workFolder) };
}

interface Ours {
  readonly plan: OwnTestsPlan;
  readonly rubric: OwnTestsRubric;
  readonly bundled: PartBundle;
  readonly implementations: Implementations;
  /** What the skeleton's tests say. */
  readonly texts: readonly string[];
}

/** `null` where the challenge does not score own tests. */
async function prepareOurs(
  options: TestsOptions,
  files: readonly string[],
  own: Promise<Pick<Bundled, 'exports'>>,
): Promise<Ours | null> {
  const { ownTests: rubric, ownTestsPlan: plan } = options.challenge;
  if (rubric === undefined || plan === null) return null;
  const [bundled, implementations, texts] = await allSettled([
    own.then(({ exports }) => bundleSuite(options, files, exports)),
    bundleImplementations(options.challenge, plan),
    givenTexts(options.challenge, options.workFolder),
  ]);
  return { plan, rubric, bundled, implementations, texts };
}

/** The test files once more, for implementations of ours in the candidate's place. */
async function bundleSuite(
  options: TestsOptions,
  files: readonly string[],
  exports: ReadonlyMap<string, readonly string[]>,
): Promise<PartBundle> {
  const { challenge, stagedRoot, workFolder, signal } = options;
  const into = join(workFolder, 'suite');
  signal.throwIfAborted();
  await stageSuite({ stagedRoot, into, entry: challenge.entry, exports });
  const { tests } = await bundle({ ...options, stagedRoot: into }, files);
  return tests;
}

async function judgeOnOurs(
  options: TestsOptions,
  prepared: Prepared,
  { plan, rubric, bundled, implementations, texts }: Ours,
): Promise<{ readonly suite: SuiteEvidence; readonly problems: readonly string[] }> {
  const suite = await suiteOptions(options, bundled, { ...prepared, name: 'suite' });
  const { evidence, problems } = await judgeSuite({
    ...suite,
    ...implementations,
    atMost: rubric.maxTests,
    ignore: { names: plan.given, texts },
    plan,
  });
  const ownCode = describeOwnCode(prepared.files, bundled.imports, options.challenge.entry);
  return { suite: { ...evidence, ownCode }, problems };
}

interface Bundled {
  readonly tests: PartBundle;
  /** What the candidate's entry modules export, by path. */
  readonly exports: ReadonlyMap<string, readonly string[]>;
}

/** The test files as one script, and what the `modules` export. */
async function bundle(
  { challenge, ...bounds }: TestsOptions,
  files: readonly string[],
  modules: readonly string[] = [],
): Promise<Bundled> {
  const job = await testsBundle({ files, allowedPackages: challenge.allowedPackages });
  const { bundles, exports } = await bundleConfined(bounds, [job], modules);
  const [tests] = bundles;
  if (tests === undefined) throw new Error('the bundler has left out a job');
  return { tests, exports };
}

async function suiteOptions(
  { workFolder, seed, signal, challenge }: TestsOptions,
  { code, problems }: PartBundle,
  { cache, files, name, ...subject }: Prepared & { readonly name: string },
): Promise<SuiteOptions> {
  const bundlePath = join(workFolder, `${name}.bin`);
  await writeFile(bundlePath, await packScripts(code, cache));
  return {
    subject: { ...subject, bundlePath },
    files: files.filter((file) => problems[file] === undefined),
    atMost: (challenge.ownTests?.maxTests ?? MAX_TESTS) + (challenge.ownTestsPlan?.given.length ?? 0),
    skip: new Set(),
    ignore: { names: [], texts: [] },
    implementation: null,
    seed,
    stepwise: true,
    signal,
  };
}

function testsOf({ names, outcomes }: SuiteRun): readonly OwnTest[] {
  return [...names].map((id) => {
    const { status, message } = outcomes.get(id) ?? { status: 'failed', message: 'it did not run' };
    return {
      name: printableName(id),
      status: status === 'passed' || status === 'skipped' ? status : 'failed',
      message,
    };
  });
}

function shown(problems: readonly string[]): readonly string[] {
  const first = problems.slice(0, MAX_PROBLEMS).map((problem) => printable(problem, MAX_PROBLEM));
  const more = problems.length - first.length;
  return more > 0 ? [...first, `${more} further problems`] : first;
}
