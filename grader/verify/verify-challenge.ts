/** Is this challenge fair and sharp? Every correct solution gets everything, every wrong one loses what its bug breaks. */

import { UsageError } from '../errors.ts';
import type { Challenge, CheckName } from '../model/challenge.ts';
import type { CaseResult } from '../model/evidence.ts';
import { printable } from '../printable.ts';
import { runInOrder } from '../run-in-order.ts';
import { withPrivateFolder } from '../submission/private-folder.ts';
import { checkDescription } from './check-description.ts';
import { judgeMutant, type JudgedMutant } from './judge-mutant.ts';
import { judgeReference, judgeSample, judgeSkeleton } from './judge-submissions.ts';
import { loadMutants, type Mutant } from './mutants.ts';
import { loadSamples } from './samples.ts';
import { summarize } from './summarize.ts';
import type { SubmissionCheck, Verification } from './verification.ts';
import { bundleFolder, openWorkbench, runSuites, type Bundled, type Workbench } from './workbench.ts';

export interface VerifyOptions {
  readonly challenge: Challenge;
  /** Folders of samples. */
  readonly sampleFolders: readonly string[];
  /** At least one; everything is judged under each. */
  readonly seeds: readonly number[];
  /** Judges only samples and mutants whose name contains it; everything where it is empty. */
  readonly only: string;
  /** Whether load is measured; mutants whose main rule it is are left out otherwise. */
  readonly load: boolean;
  readonly signal: AbortSignal;
  /** Called before each submission is judged. */
  readonly onProgress: (progress: Progress) => void;
}

export interface Progress {
  /** How many submissions have been judged. */
  readonly done: number;
  readonly total: number;
  /** What is judged now. */
  readonly name: string;
}

/** Judges everything that comes with a challenge. Rejects with a `ChallengeError` for what cannot be read. */
export async function verifyChallenge(options: VerifyOptions): Promise<Verification> {
  const { challenge, only, seeds } = options;
  const named = (await loadMutants(challenge)).filter(({ id }) => id.includes(only));
  const { mutants = [], leftOut = [] } = Object.groupBy(named, ({ breaks }) =>
    options.load || checkOf(challenge, breaks[0]) !== 'load' ? 'mutants' : 'leftOut',
  );
  const samples = (await Promise.all(options.sampleFolders.map(loadSamples))).flat();
  const chosen = samples.filter(({ name }) => name.includes(only));
  const whole = only === '';
  if (chosen.length + named.length === 0)
    throw new UsageError(`No sample and no mutant has "${printable(only, 60)}" in its name.`);
  const texts = await checkDescription(challenge);
  const next = counter(
    options,
    (mutants.length > 0 || whole ? 1 : 0) + (whole ? 1 : 0) + chosen.length + mutants.length,
  );
  const submissions: SubmissionCheck[] = [];
  for (const sample of chosen) {
    next(sample.name);
    submissions.push(await judgeSample(sample, options));
  }
  if (whole) {
    next('skeleton');
    submissions.push(await judgeSkeleton(options));
  }
  if (mutants.length === 0 && !whole)
    return summarize({ challenge, seeds, whole, texts, submissions, judged: [], leftOut, cases: [] });
  return withPrivateFolder(async (folder) => {
    next('reference');
    const workbench = await openWorkbench(challenge, folder, options.signal);
    const { reference, ...model } = await judgeModel(workbench, options);
    const judged = await judgeMutants(mutants, challenge, (mutant) => {
      next(mutant.id);
      return judgeMutant(mutant, { workbench, model, seeds, load: options.load });
    });
    return summarize({
      challenge,
      seeds,
      whole,
      texts,
      submissions: [reference, ...submissions],
      judged,
      leftOut,
      cases: model.cases,
    });
  });
}

/** Several side by side, but for those whose load is measured. The result is in the order of the mutants. */
async function judgeMutants(
  mutants: readonly Mutant[],
  challenge: Challenge,
  judge: (mutant: Mutant) => Promise<JudgedMutant>,
): Promise<readonly JudgedMutant[]> {
  const { exitCode } = process;
  const isLoaded = ({ breaks }: Mutant): boolean => breaks.some((id) => checkOf(challenge, id) === 'load');
  try {
    const besides = await runInOrder(mutants, async (mutant) => (isLoaded(mutant) ? mutant : judge(mutant)));
    const judged: JudgedMutant[] = [];
    for (const found of besides) judged.push('check' in found ? found : await judge(found));
    return judged;
  } finally {
    // Each run restores what it has found, which another's failed cases may have set.
    process.exitCode = exitCode;
  }
}

function checkOf({ rules }: Challenge, id: string): CheckName | undefined {
  return rules.find((rule) => rule.id === id)?.check;
}

/** Counts submissions, and stops the work between two of them. */
function counter({ signal, onProgress }: VerifyOptions, total: number): (name: string) => void {
  let done = 0;
  return (name) => {
    signal.throwIfAborted();
    onProgress({ done, total, name });
    done += 1;
  };
}

interface Model {
  readonly reference: SubmissionCheck;
  readonly bundled: Bundled;
  /** Its cases under the first seed. */
  readonly cases: readonly CaseResult[];
}

async function judgeModel(workbench: Workbench, options: VerifyOptions): Promise<Model> {
  const { challenge, seeds, only } = options;
  const bundled = await bundleFolder(workbench, challenge.referenceRoot, 'reference');
  const problems: string[] = only === '' ? [...(await judgeReference(options))] : [];
  const runs: (readonly CaseResult[])[] = [];
  for (const seed of seeds) {
    const cases = await runSuites(workbench, bundled, { suites: challenge.suites, seed, workers: 2 });
    if (typeof cases === 'string') problems.push(cases);
    else runs.push(cases);
    const failed = typeof cases === 'string' ? [] : cases.filter(({ status }) => status === 'failed');
    problems.push(
      ...failed.map(({ rule, id, message }) => `fails ${rule} under seed ${seed}: ${id}: ${message ?? ''}`),
    );
  }
  const [cases = []] = runs;
  return { reference: { kind: 'reference', name: 'reference', problems }, bundled, cases };
}
