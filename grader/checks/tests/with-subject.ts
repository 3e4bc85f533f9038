/** A subject for the time of one run. */

import type { Answer } from '../../sandbox/answer.ts';
import { spawnSubject, type Subject } from '../../sandbox/spawn-subject.ts';
import type { SubjectOptions } from '../../sandbox/subject-command.ts';
import { MachineTooBusy } from '../machine-too-busy.ts';

/** Starting a process on a busy machine takes its time. */
const START = { cpuMs: 10_000, wallMs: 60_000 };

interface Options {
  readonly subject: SubjectOptions;
  readonly signal: AbortSignal;
}

/** Throws when none can be started, and the signal's reason when it aborts. */
export async function withSubject<T>(options: Options, use: (subject: Subject) => Promise<T>): Promise<T> {
  options.signal.throwIfAborted();
  const subject = spawnSubject(options.subject);
  const kill = (): void => subject.kill();
  options.signal.addEventListener('abort', kill, { once: true });
  try {
    const problem = await subject.greeted(START);
    options.signal.throwIfAborted();
    if (problem !== undefined) throw new Error(`own tests could not be started: ${problem}`);
    return await use(subject);
  } finally {
    options.signal.removeEventListener('abort', kill);
    subject.kill();
  }
}

/** Throws `MachineTooBusy` where the machine, not the subject, is why there is no answer. */
export function refuseStuck(answer: Answer): void {
  if (answer.status === 'hung' && answer.hang === 'stuck') {
    throw new MachineTooBusy(`own tests were stopped: ${answer.reason}, the machine is too busy`);
  }
}
