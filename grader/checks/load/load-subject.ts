/** A subject under load: does slices of work and is measured from outside. */

import { START_BUDGET } from '../../sandbox/answer.ts';
import type { Confinement } from '../../sandbox/isolation/confinement.ts';
import { workingPid } from '../../sandbox/isolation/working-pid.ts';
import { bindToCpus } from '../../sandbox/one-cpu.ts';
import { spawnSubject, type Subject } from '../../sandbox/spawn-subject.ts';
import type { Command, LoadWork } from '../../wire/messages.ts';
import { decodeValue } from '../../wire/value.ts';
import { MachineTooBusy } from '../machine-too-busy.ts';
import { ProcessMeter, type ProcessTimes } from './read-cost.ts';

/** Candidate, reference, and the reference once more. */
export type LoadRole = 'candidate' | 'reference' | 'again';

export interface LoadSubjectOptions {
  readonly role: LoadRole;
  readonly hostPath: string;
  readonly bundlePath: string;
  readonly confinement: Confinement;
  /** Makes keys, payloads and receipts. */
  readonly seed: number;
}

/** What one slice has cost and what it found. */
export interface Slice {
  /** CPU time since the slice before, so that work left for later counts too. */
  readonly costUs: number;
  readonly figures: readonly number[];
}

/** A subject has given a wrong answer or none: `message` says so in one line. */
export class LoadFailure extends Error {
  override readonly name = 'LoadFailure';
  readonly role: LoadRole;

  constructor(role: LoadRole, message: string) {
    super(message);
    this.role = role;
  }
}

const SLICE_BUDGET = { cpuMs: 3_000, wallMs: 20_000 };
const HEAP_MIB = 512;

/** Calls that the load joins on each key. */
export const CALLERS_OF_A_KEY = 64;

/**
 * One thread does everything, since there is one CPU: compiled on others, code is ready at moments that chance decides, and identical processes
 * differ. The young generation holds what a slice allocates, and is small enough to be reused.
 */
const NODE_FLAGS = ['--expose-gc', '--single-threaded', '--min-semi-space-size=8', '--max-semi-space-size=8'];

export class LoadSubject {
  /** Where costs come from: `system` is read from outside, `runtime` is what the host says of its own process. */
  readonly costsFrom: 'system' | 'runtime';
  readonly #role: LoadRole;
  readonly #subject: Subject;
  readonly #meter: ProcessMeter | undefined;
  readonly #seed: number;
  readonly #start: ProcessTimes;
  #last: ProcessTimes;
  #records = 0;

  private constructor(subject: Subject, { role, seed }: LoadSubjectOptions) {
    this.#role = role;
    this.#subject = subject;
    this.#seed = seed;
    const meter = subject.pid === undefined ? undefined : new ProcessMeter(subject.pid);
    const times = meter?.read();
    this.#meter = times === undefined ? undefined : meter;
    this.costsFrom = times === undefined ? 'runtime' : 'system';
    this.#start = this.#last = times ?? { ranUs: 0, waitedUs: 0 };
  }

  /** Starts a subject, whose `close` must be called; rejects with a `LoadFailure` when it does not start. */
  static async open(options: LoadSubjectOptions): Promise<LoadSubject> {
    const { role, hostPath, bundlePath, confinement } = options;
    const subject = spawnSubject({
      hostPath,
      bundlePath,
      confinement,
      heapMiB: HEAP_MIB,
      nodeFlags: NODE_FLAGS,
    });
    const problem = await subject.greeted(START_BUDGET);
    if (problem !== undefined) {
      subject.kill();
      throw new LoadFailure(role, problem);
    }
    return new LoadSubject(subject, options);
  }

  /** Records that the slices so far have made. */
  get records(): number {
    return this.#records;
  }

  /** Keeps it on these CPUs, listed as in `Cpus`; whether the system allows that. */
  async bindTo(list: string): Promise<boolean> {
    return this.#subject.pid !== undefined && bindToCpus(workingPid(this.#subject.pid), list);
  }

  async slice(work: LoadWork, count: number): Promise<Slice> {
    if (work !== 'replayed') this.#records += work === 'joined' ? count / CALLERS_OF_A_KEY : count;
    return this.#slice({ do: 'load', work, count, seed: this.#seed, empty: false });
  }

  /** A slice at an implementation that does nothing. */
  async emptySlice(work: LoadWork, count: number): Promise<Slice> {
    return this.#slice({ do: 'load', work, count, seed: this.#seed, empty: true });
  }

  async #slice(command: Command): Promise<Slice> {
    const value = await this.#ask(command);
    const [problem, ownUs, ...figures] = Array.isArray(value) ? value : ['an answer under load that is no list'];
    if (problem !== null) throw this.#failure(String(problem));
    return { costUs: this.#costUs() ?? Number(ownUs), figures: figures.map(Number) };
  }

  /** Live heap in bytes. */
  async heapBytes(): Promise<number> {
    return Number(await this.#ask({ do: 'heap' }));
  }

  /** Times of its own since it was opened, as far as the system tells. */
  times(): ProcessTimes {
    return {
      ranUs: this.#last.ranUs - this.#start.ranUs,
      waitedUs: this.#last.waitedUs - this.#start.waitedUs,
    };
  }

  close(): void {
    this.#subject.kill();
  }

  #failure(message: string): LoadFailure {
    return new LoadFailure(this.#role, message);
  }

  #costUs(): number | undefined {
    const times = this.#meter?.read();
    if (times === undefined) return undefined;
    const cost = times.ranUs - this.#last.ranUs;
    this.#last = times;
    return cost;
  }

  async #ask(command: Command): Promise<unknown> {
    const answer = await this.#subject.request([command], SLICE_BUDGET);
    if (answer.status === 'hung' && answer.hang === 'stuck') throw new MachineTooBusy(answer.reason);
    if (answer.status !== 'replied') throw this.#failure(answer.reason);
    for (const event of answer.reply.events) {
      if (event.on === 'value') return decodeValue(event.value);
    }
    throw this.#failure('no answer under load');
  }
}
