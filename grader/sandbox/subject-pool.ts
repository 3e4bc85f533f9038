/**
 * The subjects of judges that run in worker threads. They are children of the main thread: it outlives the workers, so that it can end and
 * reap every one of them, and it watches those whose judge waits in a blocking read.
 */

import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';
import { exitReason } from './answer.ts';
import { takeDescriptor } from './blocking-pipe.ts';
import { cpuTimeMs } from './cpu-time.ts';
import { endProcess } from './end-process.ts';
import type { Ended, PoolReply, PoolRequest } from './pool-messages.ts';
import { lookAfter, watchMemory, type FoundHanging } from './request-watch.ts';
import { subjectCommand, type SubjectOptions } from './subject-command.ts';
import { describeHang, LOOK_EVERY_MS } from './watch-progress.ts';

interface Member {
  readonly child: ChildProcess;
  readonly descriptor: number;
  readonly memory: SharedArrayBuffer;
  /** How it hangs, or `undefined`: to be asked again and again. */
  readonly look: () => FoundHanging | undefined;
  /** Settles when the process is gone: why, in a few words. */
  readonly closed: Promise<string>;
  /** What it has computed when it was last looked at, in milliseconds of CPU time. */
  cpuMs: number;
  /** Why it was ended, where that was not for the judge to say. */
  ended?: Ended;
}

export interface PoolOptions {
  /** Subjects that are started at once. */
  readonly size: number;
  /** What all subjects together may compute, in milliseconds of CPU time; as much as they like where that cannot be read. */
  readonly cpuMs: number;
}

export class SubjectPool {
  /** Names the channel on which workers ask for subjects. */
  readonly name = `grade.subjects.${randomUUID()}`;
  readonly #options: SubjectOptions;
  readonly #channel = new BroadcastChannel(this.name);
  readonly #members = new Map<number, Member>();
  readonly #ready: number[] = [];
  readonly #watch: NodeJS.Timeout;
  readonly #budgetMs: number;
  /** What subjects that are gone have computed. */
  #goneMs = 0;
  #spent: Ended | undefined;
  #started = 0;
  #stopped = false;

  /** Starts `size` subjects at once, so that they are there when the workers are. */
  constructor(options: SubjectOptions, { size, cpuMs }: PoolOptions) {
    this.#options = options;
    this.#budgetMs = cpuMs;
    this.#channel.onmessage = ({ data }: { readonly data: PoolRequest }) => void this.#serve(data);
    this.#watch = setInterval(() => this.#look(), LOOK_EVERY_MS);
    for (let started = 0; started < size; started += 1) this.#ready.push(this.#start());
  }

  /** Ends all subjects; workers that still ask are told. */
  stop(): void {
    this.#stopped = true;
    for (const { child } of this.#members.values()) endProcess(child);
  }

  /** Ends what is left and waits until nothing of it is; to be called when no worker is left. */
  async close(): Promise<void> {
    this.stop();
    clearInterval(this.#watch);
    this.#channel.close();
    await Promise.all([...this.#members.keys()].map((subject) => this.#retire(subject)));
  }

  async #serve(request: PoolRequest): Promise<void> {
    const reply = 'retire' in request ? await this.#ending(request) : this.#handOut(request.by);
    this.#channel.postMessage(reply);
  }

  #handOut(to: string): PoolReply {
    if (this.#stopped) return { to, refused: 'the grading was stopped' };
    if (this.#spent !== undefined) return { to, ended: this.#spent };
    const subject = this.#ready.shift() ?? this.#start();
    const member = this.#members.get(subject);
    if (member === undefined) throw new Error('a subject that was never started');
    return { to, subject, descriptor: member.descriptor, memory: member.memory };
  }

  async #ending({ by, retire }: Extract<PoolRequest, { readonly retire: number }>): Promise<PoolReply> {
    const member = this.#members.get(retire);
    const reason = await this.#retire(retire);
    return { to: by, ended: member?.ended ?? { status: 'crashed', reason } };
  }

  #start(): number {
    const { command, args, cwd, env } = subjectCommand(this.#options);
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe', 'pipe'], env, cwd, windowsHide: true });
    const memory = watchMemory();
    const descriptor = takeDescriptor(child.stdio[3]);
    this.#started += 1;
    const look = child.pid === undefined ? (): undefined => undefined : lookAfter(child.pid, memory);
    this.#members.set(this.#started, { child, descriptor, memory, look, closed: closing(child), cpuMs: 0 });
    return this.#started;
  }

  /** Nobody uses its pipe any more: the process is ended, waited for and forgotten. */
  async #retire(subject: number): Promise<string> {
    const member = this.#members.get(subject);
    if (member === undefined) return 'it has been ended before';
    endProcess(member.child);
    // It is not read here, and would keep the process from ever being closed.
    member.child.stdio[3]?.destroy();
    const reason = await member.closed;
    if (this.#members.delete(subject)) this.#goneMs += member.cpuMs;
    return reason;
  }

  #look(): void {
    for (const member of this.#members.values()) {
      const { pid } = member.child;
      member.cpuMs = (pid === undefined ? undefined : cpuTimeMs(pid)) ?? member.cpuMs;
      const found = member.ended === undefined ? member.look() : undefined;
      if (found === undefined) continue;
      end(member, { status: 'hung', hang: found.hang, reason: describeHang(found.hang, found.budget) });
    }
    if (this.#spent === undefined && this.#computedMs() > this.#budgetMs) this.#endAll();
  }

  #computedMs(): number {
    return this.#goneMs + this.#members.values().reduce((sum, { cpuMs }) => sum + cpuMs, 0);
  }

  /** The budget is used up: nobody gets a subject any more. */
  #endAll(): void {
    this.#spent = { status: 'spent', reason: `more than ${this.#budgetMs / 1000} s of computing in all` };
    for (const member of this.#members.values()) end(member, this.#spent);
  }
}

function end(member: Member, why: Ended): void {
  member.ended = why;
  endProcess(member.child);
}

/** Why the process is gone, once it is. */
function closing(child: ChildProcess): Promise<string> {
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (stderr.length < 8_192) stderr += chunk.toString('latin1');
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(`the process could not be started: ${error.message}`));
    child.on('close', (code, signal) => resolve(exitReason(code, signal, stderr)));
  });
}
