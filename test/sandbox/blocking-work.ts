/** What a worker of `blocking-subject.test.ts` is asked to do. */

import type { RequestBudget } from '../../grader/sandbox/answer.ts';
import type { SubjectOptions } from '../../grader/sandbox/subject-command.ts';
import type { Command } from '../../grader/wire/messages.ts';

export interface BlockingWork {
  readonly scripts: Pick<SubjectOptions, 'hostPath' | 'bundlePath' | 'confinement'>;
  readonly requests: readonly (readonly Command[])[];
  readonly budget: RequestBudget;
}
