/** What a case makes of the oracle's verdict. */

import { SubjectFailure } from '../../../../grader/judge/failures.ts';
import type { Breach } from '../../../../grader/judge/trace.ts';

/** Fails when the first rule that was broken is the case's own; another one has cases of its own. W1 stands for all. */
export function expectRule(rule: string, breach: Breach | undefined): void {
  if (isBroken(rule, breach)) throw new SubjectFailure(breach.message);
}

/** Whether the case of `rule` has to fail. */
export function isBroken(rule: string, breach: Breach | undefined): breach is Breach {
  return breach !== undefined && (breach.rule === rule || rule === 'W1');
}
