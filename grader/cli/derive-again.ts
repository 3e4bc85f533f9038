import { loadChallenge } from '../challenge/load-challenge.ts';
import { UsageError } from '../errors.ts';
import { CHECK_NAMES } from '../model/challenge.ts';
import type { Challenge } from '../model/challenge.ts';
import type { Report } from '../model/report.ts';
import { printable } from '../printable.ts';
import { holdAgainst } from '../report/hold-against.ts';
import type { Derived } from '../report/hold-against.ts';
import { KIT_ROOT, KIT_VERSION } from '../sandbox/kit-root.ts';
import { submissionHash } from '../submission/stage-submission.ts';
import { interruptible } from './interrupt.ts';
import { showProgress } from './progress.ts';
import type { ReadReport } from './read-report.ts';
import type { Terminal } from './terminal.ts';

export interface Derivation {
  readonly submission: string;
  readonly quiet: boolean;
}

/**
 * Grades the submission again under the report's seed. The name of the submission is a label of whoever handed it in, and is taken as it
 * was. Throws a `UsageError` where this kit judges otherwise.
 */
export async function deriveAgain(
  terminal: Terminal,
  { report, document }: ReadReport,
  { submission, quiet }: Derivation,
): Promise<Derived> {
  const challenge = await sameChallenge(report);
  const { treeHash } = report.result.submission;
  const now = await submissionHash({ source: submission, challenge });
  if (now !== treeHash) {
    return { same: false, text: `these are not the files that were graded: ${now}, not ${treeHash}` };
  }
  const again = await gradeAgain(terminal, { report, challenge, submission, quiet });
  return holdAgainst({ report, document }, again);
}

/** Throws a `UsageError` where this kit would not judge as the report's did: a difference would then say nothing. */
async function sameChallenge({ result, run }: Report): Promise<Challenge> {
  const { id, version, hash } = result.challenge;
  const facts: readonly (readonly [what: string, theirs: string, ours: string])[] = [
    ['kit', run.kit, KIT_VERSION],
    ['Node', run.node, process.versions.node],
  ];
  for (const [what, theirs, ours] of facts) {
    if (theirs !== ours) throw new UsageError(cannotDerive(`was made by ${what} ${theirs}; this is ${ours}`));
  }
  const challenge = await loadChallenge(KIT_ROOT, id);
  if (challenge.hash === hash) return challenge;
  throw new UsageError(
    cannotDerive(`was judged by ${id} ${version} with ${hash}; here it is ${challenge.version} with ${challenge.hash}`),
  );
}

function cannotDerive(why: string): string {
  return printable(`Cannot derive the result again: the report ${why}. Use the kit that wrote it.`, 500);
}

interface Task {
  readonly report: Report;
  readonly challenge: Challenge;
  readonly submission: string;
  readonly quiet: boolean;
}

async function gradeAgain(terminal: Terminal, { report, challenge, submission, quiet }: Task): Promise<Report> {
  const progress = showProgress(terminal, quiet);
  try {
    const { grade } = await import('../grade.ts');
    const checks = new Set(CHECK_NAMES.filter((name) => name !== 'load'));
    const { seed } = report.result;
    return await interruptible((signal) =>
      grade({ submission, challenge, seed, checks, onStep: progress.step, signal }),
    );
  } finally {
    progress.done();
  }
}
