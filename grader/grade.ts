/** The pipeline on one page: stage, bundle, check, score, report. */

import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { allSettled } from './all-settled.ts';
import { checkLoad } from './checks/load/check-load.ts';
import { checkPatterns } from './checks/patterns/check-patterns.ts';
import { checkRules } from './checks/rules/check-rules.ts';
import { checkTests } from './checks/tests/check-tests.ts';
import { checkTypes } from './checks/types/check-types.ts';
import type { Challenge, CheckName } from './model/challenge.ts';
import type { Evidence, Measured, NotMeasured, Timing } from './model/evidence.ts';
import type { Isolation, Report } from './model/report.ts';
import type { Submission } from './model/submission.ts';
import { printable } from './printable.ts';
import { buildReport, findingsIn } from './report/build-report.ts';
import { allowedCpus } from './sandbox/one-cpu.ts';
import { chooseConfinement } from './sandbox/isolation/choose-confinement.ts';
import type { Confinement } from './sandbox/isolation/confinement.ts';
import { KIT_VERSION } from './sandbox/kit-root.ts';
import { prepareScripts, type Scripts } from './sandbox/prepare-scripts.ts';
import { scoreSubmission } from './score/score-submission.ts';
import { withPrivateFolder } from './submission/private-folder.ts';
import { readStagedSources } from './submission/read-staged-sources.ts';
import { stageSubmission } from './submission/stage-submission.ts';
import { Stopwatch } from './stopwatch.ts';

export interface GradeOptions {
  /** Path of the submission, as the user gave it. */
  readonly submission: string;
  readonly challenge: Challenge;
  /** Chooses the values and orders that the hidden suites leave open; an integer from 0 to 2^32 - 1. */
  readonly seed: number;
  /** The checks to run; what the others would measure is `not-measured`. */
  readonly checks: ReadonlySet<CheckName>;
  /** The isolation to use; without it the strongest that works here. One that does not work rejects with a `UsageError`. */
  readonly isolation?: Isolation;
  /** Called when a step starts. */
  readonly onStep: (step: Timing['step']) => void;
  /** Stops the grading: every process is killed, the staged copy is removed, and `grade` rejects with the signal's reason. */
  readonly signal: AbortSignal;
}

/** Compiler and linter may compute this long; more is the submission's doing. */
const DEADLINE_MS = 20_000;

/** Judges at work side by side: one for each CPU, and no more than the suites keep busy. Their number changes no report. */
const WORKERS = Math.min(availableParallelism(), 4);

/**
 * Grades one submission. Whatever the candidate's code does ends up in the report; rejects with `UsageError` or
 * `NothingGradableError` for a submission that cannot be graded at all.
 */
export async function grade(options: GradeOptions): Promise<Report> {
  const watch = new Stopwatch(options.onStep);
  return withPrivateFolder(async (folder) => {
    const { challenge, signal, seed } = options;
    const [{ confinement }, submission] = await allSettled([
      chooseConfinement(folder, options.isolation),
      watch.time('stage', () => stage(options, join(folder, 'staged'))),
    ]);
    signal.throwIfAborted();
    const scripts = await watch.time('bundle', () =>
      prepareScripts(submission, { challenge, workFolder: folder, confinement, signal }),
    );
    const evidence = await gatherEvidence(options, { submission, scripts, confinement }, watch);
    signal.throwIfAborted();
    const score = scoreSubmission(challenge, evidence);
    const withFindings = new Set(findingsIn(evidence).map(({ file }) => file));
    return buildReport({
      challenge,
      submission,
      evidence,
      score,
      sources: await readStagedSources(submission, withFindings),
      run: {
        kit: KIT_VERSION,
        node: process.versions.node,
        isolation: confinement.level,
        seed,
        startedAt: watch.startedAt.toISOString(),
        durationMs: watch.elapsedMs(),
        timings: watch.timings(),
        faults: [],
      },
    });
  });
}

async function stage({ submission, challenge }: GradeOptions, into: string): Promise<Submission> {
  await mkdir(into);
  return stageSubmission({ source: submission, challenge, into });
}

interface Prepared {
  readonly submission: Submission;
  readonly scripts: Scripts;
  readonly confinement: Confinement;
}

/** All checks but load run side by side; load runs alone, because nothing else may compete with it. */
async function gatherEvidence(
  options: GradeOptions,
  { submission, scripts, confinement }: Prepared,
  watch: Stopwatch,
): Promise<Evidence> {
  const { challenge, signal, seed } = options;
  const source = { stagedRoot: submission.stagedRoot, challenge, deadlineMs: DEADLINE_MS, signal };
  const { hostPath, bundlePath, workFolder } = scripts;
  const subject = { hostPath, bundlePath, confinement };
  const run = <T>(name: CheckName, check: () => Promise<Measured<T>>): Promise<Measured<T>> =>
    options.checks.has(name) ? guarded(signal, () => watch.time(name, check)) : Promise.resolve(leftOut(name));
  const [types, patterns, rules, tests] = await allSettled([
    run('types', () => checkTypes(source)),
    run('patterns', () => checkPatterns(source)),
    run('rules', () => checkRules({ challenge, subject, seed, workers: WORKERS, signal })),
    run('tests', () => checkTests({ ...source, workFolder, seed, confinement })),
  ]);
  const load = await run('load', async () =>
    checkLoad({
      hostPath,
      bundles: scripts.loadBundles,
      bands: challenge.load,
      cpus: await allowedCpus(),
      confinement,
      seed,
      signal,
    }),
  );
  return { types, patterns, rules, tests, load };
}

function leftOut(name: CheckName): NotMeasured {
  return { status: 'not-measured', fault: 'not-asked', cause: `the ${name} check was left out` };
}

/** A check that fails is our fault: it leaves a gap in the evidence, and the report survives. */
async function guarded<T>(signal: AbortSignal, check: () => Promise<Measured<T>>): Promise<Measured<T>> {
  try {
    return await check();
  } catch (error) {
    signal.throwIfAborted();
    return { status: 'not-measured', fault: 'kit', cause: printable(String(error), 500) };
  }
}
