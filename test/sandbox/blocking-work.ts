/** What a worker of `blocking-subject.test.ts` is asked to do. */

import type { RequestBudget } from '../../grader/sandbox/answer.ts';
import type { Command } from '../../grader/wire/messages.ts';

export interface BlockingWork {
  readonly scripts: { readonly hostPath: string; readonly bundlePath: string };
  readonly requests: readonly (readonly Command[])[];
  readonly budget: RequestBudget;
}
