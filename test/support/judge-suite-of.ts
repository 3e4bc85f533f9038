/** Suites of tests as candidates would hand them in, judged like theirs: `test/suites/<name>/tests/`, beside the skeleton's support. */

import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { checkTests } from '../../grader/checks/tests/check-tests.ts';
import type { Challenge } from '../../grader/model/challenge.ts';
import type { SuiteEvidence } from '../../grader/model/evidence.ts';
import { chooseConfinement } from '../../grader/sandbox/isolation/choose-confinement.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import { scoreOwnTests } from '../../grader/score/score-own-tests.ts';
import { temporaryFolder } from './submission-folder.ts';

export const whole = await loadChallenge(KIT_ROOT, 'idempotent-payments');

/** The challenge with every `step`-th mutant of each theme, the first included. */
export function withFewMutants(step: number): Challenge {
  const plan = whole.ownTestsPlan;
  if (plan === null) throw new Error('the challenge does not score own tests');
  const byTheme = Map.groupBy(plan.mutants, ({ theme }) => theme);
  const mutants = [...byTheme.values()].flatMap((group) => group.filter((_, index) => index % step === 0));
  return { ...whole, ownTestsPlan: { ...plan, mutants } };
}

export interface JudgedSuite {
  readonly points: number;
  readonly problems: readonly string[];
  readonly tests: SuiteEvidence['tests'];
  readonly ownCode: SuiteEvidence['ownCode'];
  /** Ids. */
  readonly killed: readonly string[];
  readonly left: readonly string[];
}

/** Judges the tests of `submission`, a folder with `src/` and `tests/`. */
export async function judgeSuiteOf(submission: string, challenge: Challenge = whole): Promise<JudgedSuite> {
  const workFolder = await temporaryFolder();
  const { confinement } = await chooseConfinement(workFolder);
  const signal = new AbortController().signal;
  const evidence = await checkTests({ stagedRoot: submission, challenge, confinement, workFolder, seed: 1, signal });
  if (evidence.status !== 'measured') throw new Error(evidence.cause);
  if (challenge.ownTests === undefined) throw new Error('the challenge has no rubric for own tests');
  const { points } = scoreOwnTests(challenge.ownTests, evidence);
  const { tests = [], mutants = [], ownCode = [] } = evidence.suite ?? {};
  const idsOf = (killed: boolean): string[] =>
    mutants.filter(({ status }) => (status === 'killed') === killed).map(({ id }) => id);
  return { points, problems: evidence.problems, tests, ownCode, killed: idsOf(true), left: idsOf(false) };
}

/** The reference's sources, or those of `src`, with the tests of `test/suites/<name>`; none where there is no such folder. */
export async function submissionOf(name: string, src: string = whole.referenceRoot): Promise<string> {
  const folder = join(await temporaryFolder(), 'submission');
  await mkdir(folder);
  await cp(join(src, 'src'), join(folder, 'src'), { recursive: true });
  if (name === 'none') return folder;
  await cp(join(whole.skeletonRoot, 'tests/support'), join(folder, 'tests/support'), { recursive: true });
  await cp(join(KIT_ROOT, 'test/suites', name, 'tests'), join(folder, 'tests'), { recursive: true });
  return folder;
}
