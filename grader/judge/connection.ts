/** The subject of this worker: started when the first case needs it, started anew after a crash or a hang. */

import { START_BUDGET, type Answer, type RequestBudget } from '../sandbox/answer.ts';
import { spawnSubject, type Subject } from '../sandbox/spawn-subject.ts';
import type { SubjectOptions } from '../sandbox/subject-command.ts';
import type { Command } from '../wire/messages.ts';
import { JudgeFault } from './failures.ts';

export class Connection {
  readonly #options: SubjectOptions;
  #subject: Subject | undefined;

  constructor(options: SubjectOptions) {
    this.#options = options;
  }

  /** Sends commands to the subject; throws `JudgeFault` when none can be started. */
  async request(commands: readonly Command[], budget: RequestBudget): Promise<Answer> {
    this.#subject ??= await this.#start();
    const answer = await this.#subject.request(commands, budget);
    if (answer.status !== 'replied') this.close();
    return answer;
  }

  /** Ends the subject; the next request starts another. */
  close(): void {
    this.#subject?.kill();
    this.#subject = undefined;
  }

  async #start(): Promise<Subject> {
    const subject = spawnSubject(this.#options);
    const problem = await subject.greeted(START_BUDGET);
    if (problem === undefined) return subject;
    subject.kill();
    throw new JudgeFault(`no subject could be started: ${problem}`);
  }
}
