import { loadChallenge } from '../challenge/load-challenge.ts';
import { NothingGradableError, UsageError } from '../errors.ts';
import { CHECK_NAMES } from '../model/challenge.ts';
import type { Report } from '../model/report.ts';
import { printable } from '../printable.ts';
import { handInKey } from '../report/comparison/regraded.ts';
import { KIT_ROOT } from '../sandbox/kit-root.ts';
import { interruptible } from './interrupt.ts';
import { handInsIn } from './read-submissions.ts';
import type { HandIn } from './read-submissions.ts';
import type { Terminal } from './terminal.ts';

export interface Regrading {
  /** In the order of the earlier reports. */
  readonly reports: readonly Report[];
  /** One line for each hand-in that could not be graded again. */
  readonly missing: readonly string[];
}

/**
 * Grades again, with this kit and its challenge, the hand-ins of earlier reports: each lies in `folder` under the name that its
 * report has for it. Seed and checks are those of the earlier grading; load is left out where it was not measured then.
 */
export async function regrade(terminal: Terminal, folder: string, before: readonly Report[]): Promise<Regrading> {
  const reports: Report[] = [];
  const missing: string[] = [];
  const handIns = await handInsIn(folder);
  await interruptible(async (signal) => {
    for (const [index, report] of before.entries()) {
      const id = report.result.submission.id;
      terminal.tell(`grading again: ${index + 1} of ${before.length}\n`);
      const outcome = await gradeAgain(report, handIns, signal);
      if (typeof outcome === 'string') missing.push(`${printable(id, 100)}: ${outcome}`);
      else reports.push(outcome);
    }
  });
  return { reports, missing };
}

/** The new report, or why there is none. */
async function gradeAgain(before: Report, handIns: readonly HandIn[], signal: AbortSignal): Promise<Report | string> {
  const { submission, challenge: judged, seed } = before.result;
  const handIn = handIns.find(({ name }) => name === submission.id);
  if (handIn === undefined) return 'nothing of that name is there';
  const measured = before.measurement.load.verdict !== 'not-measured';
  try {
    const challenge = await loadChallenge(KIT_ROOT, judged.id);
    const { grade } = await import('../grade.ts');
    const checks = new Set(CHECK_NAMES.filter((name) => measured || name !== 'load'));
    const after = await grade({ submission: handIn.path, challenge, seed, checks, onStep: () => undefined, signal });
    return handInKey(after) === handInKey(before)
      ? after
      : 'what lies there now is another hand-in than its report is about';
  } catch (error) {
    if (error instanceof UsageError || error instanceof NothingGradableError) return error.message;
    throw error;
  }
}
