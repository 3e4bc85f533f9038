/** Do the submissions that come with a challenge score what they must? */

import { grade } from '../grade.ts';
import { CHECK_NAMES, type Challenge, type CheckName } from '../model/challenge.ts';
import type { Report } from '../model/report.ts';
import { disagreements, type Sample } from './samples.ts';
import type { SubmissionCheck } from './verification.ts';

export interface JudgeOptions {
  readonly challenge: Challenge;
  readonly seeds: readonly number[];
  readonly signal: AbortSignal;
}

/** Load depends on the machine and says nothing about right or wrong. */
const EXACT = CHECK_NAMES.filter((name) => name !== 'load');

/** A sample must score what it declares; only the hidden suites depend on the seed. */
export async function judgeSample(sample: Sample, options: JudgeOptions): Promise<SubmissionCheck> {
  const problems: string[] = [];
  for (const [index, seed] of options.seeds.entries()) {
    const report = await gradeWith(index === 0 ? EXACT : ['rules'], sample.folder, { ...options, seed });
    const found = [...report.run.faults, ...disagreements(sample, report)];
    problems.push(...found.map((problem) => (index === 0 ? problem : `under seed ${seed}: ${problem}`)));
  }
  return { kind: 'sample', name: sample.name, problems };
}

/** The model answer must score all that does not depend on the machine; its hidden cases are judged apart. */
export async function judgeReference(options: JudgeOptions): Promise<readonly string[]> {
  const { challenge } = options;
  const checks = EXACT.filter((name) => name !== 'rules');
  const report = await gradeWith(checks, challenge.referenceRoot, { ...options, seed: 1 });
  const model: Sample = { name: 'reference', folder: '', description: 'the model answer', expect: { met: 'all' } };
  const { invalid, valid } = report.result.tests;
  return [
    ...report.run.faults,
    ...disagreements(model, report),
    ...(invalid > 0 || valid === 0 ? [`${valid} of its own tests pass, ${invalid} fail`] : []),
  ];
}

/** The skeleton compiles and does nothing: it gets the points for types and patterns at most, and passes no case. */
export async function judgeSkeleton(options: JudgeOptions): Promise<SubmissionCheck> {
  const { challenge } = options;
  const report = await gradeWith(['types', 'patterns', 'rules'], challenge.skeletonRoot, { ...options, seed: 1 });
  const harmless = challenge.rules.filter(({ check }) => check === 'types' || check === 'patterns');
  const gifts = report.result.rules.filter(({ cases, failed }) => failed < cases);
  const most = harmless.reduce((sum, { points }) => sum + points, 0);
  const { got } = report.result.points;
  return {
    kind: 'skeleton',
    name: 'skeleton',
    problems: [
      ...report.run.faults,
      ...gifts.map(
        ({ id, cases, failed }) => `passes ${cases - failed} of ${cases} cases of ${id} without doing anything`,
      ),
      ...(got > most ? [`gets ${got} points, more than the ${most} for types and patterns`] : []),
    ],
  };
}

function gradeWith(
  checks: readonly CheckName[],
  submission: string,
  { challenge, seed, signal }: JudgeOptions & { readonly seed: number },
): Promise<Report> {
  return grade({ submission, challenge, seed, checks: new Set(checks), signal, onStep: () => undefined });
}
