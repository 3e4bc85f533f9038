/** What a worker of `subject-pool.test.ts` is asked to do. */

import type { RequestBudget } from '../../grader/sandbox/answer.ts';
import type { Command } from '../../grader/wire/messages.ts';

export interface BlockingWork {
  /** The pool's name. */
  readonly pool: string;
  readonly requests: readonly (readonly Command[])[];
  readonly budget: RequestBudget;
}
