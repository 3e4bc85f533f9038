/** What a case says to its subject and hears from it: commands gather until the case waits, and then travel as one request. */

import { DEFAULT_BUDGET, exitReason, type Answer, type RequestBudget } from '../sandbox/answer.ts';
import type { Command, SubjectEvent } from '../wire/messages.ts';
import { SubjectFailure } from './failures.ts';
import type { LogEntry } from './story/log.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** Sends commands to the subject of this case. */
export type Requester = (commands: readonly Command[], budget: RequestBudget) => Promise<Answer>;

/** A case that takes more requests than this is going in circles. */
const MAX_REQUESTS = 20_000;

export class Requests {
  readonly #request: Requester;
  readonly #clock: VirtualClock;
  readonly #log: LogEntry[] = [];
  #commands: Command[] = [];
  #budget = DEFAULT_BUDGET;
  #sent = 0;
  #isOver = false;

  constructor(request: Requester, clock: VirtualClock) {
    this.#request = request;
    this.#clock = clock;
  }

  /** Everything that was said so far. */
  get log(): readonly LogEntry[] {
    return this.#log;
  }

  /** Whether commands are waiting to be sent. */
  get isDue(): boolean {
    return this.#commands.length > 0;
  }

  /** Whether anything was sent so far. */
  get hasBegun(): boolean {
    return this.#sent > 0;
  }

  enqueue(...commands: readonly Command[]): void {
    this.#commands.push(...commands);
  }

  /** What the next request may cost instead of the default. */
  allow(budget: RequestBudget): void {
    this.#budget = budget;
  }

  /** Nothing is sent any more. */
  end(): void {
    this.#isOver = true;
  }

  /** Sends what is queued; rejects with a `SubjectFailure` where that brings no reply. */
  async send(): Promise<readonly SubjectEvent[]> {
    if (this.#isOver) throw new SubjectFailure('the case is over');
    this.#sent += 1;
    if (this.#sent > MAX_REQUESTS)
      throw new SubjectFailure('it goes on for ever without getting anywhere', { fatal: true });
    const commands = this.#commands;
    this.#commands = [];
    this.#log.push({ at: this.#clock.now(), commands });
    const answer = await this.#request(commands, this.#budget);
    this.#budget = DEFAULT_BUDGET;
    if (answer.status !== 'replied')
      throw new SubjectFailure(describeAnswer(answer), { fatal: true, fromOutside: mayBeFromOutside(answer) });
    const { events } = answer.reply;
    this.#log.push({ at: this.#clock.now(), events });
    return events;
  }
}

/** A subject cannot wait without computing, and cannot kill itself this way; whoever is short of memory can. */
function mayBeFromOutside(answer: Answer): boolean {
  if (answer.status === 'hung') return answer.hang === 'stuck';
  return answer.status === 'crashed' && answer.reason === exitReason(null, 'SIGKILL', '');
}

function describeAnswer(answer: Exclude<Answer, { readonly status: 'replied' }>): string {
  switch (answer.status) {
    case 'crashed':
      return `the solution's process ended: ${answer.reason}`;
    case 'hung':
      return `the solution hangs: ${answer.reason}`;
    case 'spent':
      return `the solution takes too long: ${answer.reason}`;
    case 'violation':
      return `the solution broke the wire: ${answer.reason}`;
  }
}
