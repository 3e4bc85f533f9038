/** A subject: the candidate's code in a hardened process of its own, driven by one request at a time. */

import { spawn, type ChildProcess } from 'node:child_process';
import type { Duplex } from 'node:stream';
import { DEFAULT_BUDGET, exitReason, type Answer, type RequestBudget } from './answer.ts';
import { endProcess } from './end-process.ts';
import { encodeFrame, FrameDecoder, WireViolation } from '../wire/frame.ts';
import type { Command } from '../wire/messages.ts';
import { parseHello, parseReply } from '../wire/parse-reply.ts';
import { subjectCommand, type SubjectOptions } from './subject-command.ts';
import { describeHang, watchProgress } from './watch-progress.ts';

type Listener = (text: string | undefined, reason: string) => void;

export class Subject {
  readonly #child: ChildProcess;
  readonly #pipe: Duplex;
  readonly #decoder = new FrameDecoder();
  #listener: Listener | undefined;
  #inbox: string[] = [];
  #ended: string | undefined;
  #stderr = '';
  #requests = 0;

  constructor(child: ChildProcess, pipe: Duplex) {
    this.#child = child;
    this.#pipe = pipe;
    pipe.on('data', (chunk: Buffer) => this.#receive(chunk));
    pipe.on('error', () => undefined);
    child.stderr?.on('data', (chunk: Buffer) => {
      if (this.#stderr.length < 8_192) this.#stderr += chunk.toString('latin1');
    });
    child.on('error', (error) => this.#end(`the process could not be started: ${error.message}`));
    child.on('close', (code, signal) => {
      this.#end(exitReason(code, signal, this.#stderr));
    });
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  /** Waits for the greeting; the reason why the subject is not ready, or `undefined`. */
  async greeted(budget: RequestBudget): Promise<string | undefined> {
    const answer = await this.#next(budget);
    if (answer.status !== 'text') return answer.reason;
    try {
      const hello = parseHello(answer.text);
      return hello.ready ? undefined : (hello.error ?? 'the solution could not be loaded');
    } catch (error) {
      return reasonOf(error);
    }
  }

  /** Sends commands and waits for their reply. One request at a time. */
  async request(commands: readonly Command[], budget: RequestBudget = DEFAULT_BUDGET): Promise<Answer> {
    this.#requests += 1;
    const id = this.#requests;
    if (this.#ended === undefined) this.#pipe.write(encodeFrame({ id, commands }));
    const answer = await this.#next(budget);
    if (answer.status !== 'text') return answer;
    try {
      const reply = parseReply(answer.text);
      if (reply.id !== id) throw new WireViolation(`an answer to request ${reply.id} instead of ${id}`);
      return { status: 'replied', reply };
    } catch (error) {
      this.kill();
      return { status: 'violation', reason: reasonOf(error) };
    }
  }

  /** Ends the process at once, with everything that it has started. */
  kill(): void {
    this.#end('the judge has ended it');
    this.#pipe.destroy();
    endProcess(this.#child);
  }

  async #next(
    budget: RequestBudget,
  ): Promise<{ status: 'text'; text: string } | Exclude<Answer, { status: 'replied' }>> {
    const waiting = this.#inbox.shift();
    if (waiting !== undefined) return { status: 'text', text: waiting };
    if (this.#ended !== undefined) return { status: 'crashed', reason: this.#ended };
    return new Promise((resolve) => {
      const stop = watchProgress(this.#child.pid, budget, (hang) => {
        this.#listener = undefined;
        this.kill();
        resolve({ status: 'hung', hang, reason: describeHang(hang, budget) });
      });
      this.#listener = (text, reason) => {
        this.#listener = undefined;
        stop();
        resolve(text === undefined ? { status: 'crashed', reason } : { status: 'text', text });
      };
    });
  }

  #receive(chunk: Buffer): void {
    try {
      for (const text of this.#decoder.push(chunk)) {
        if (this.#listener !== undefined) this.#listener(text, '');
        else this.#inbox.push(text);
      }
      // Nobody asked for more than one answer: what talks without being asked is not our host.
      if (this.#inbox.length > 1) throw new WireViolation('messages that nobody asked for');
    } catch (error) {
      this.#end(reasonOf(error));
      this.kill();
    }
  }

  #end(reason: string): void {
    this.#ended ??= reason;
    this.#listener?.(undefined, this.#ended);
  }
}

/** Starts a subject; `greeted` tells whether it is ready. */
export function spawnSubject(options: SubjectOptions): Subject {
  const { command, args, cwd, env } = subjectCommand(options);
  const child = spawn(command, args, {
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    env,
    cwd,
    windowsHide: true,
  });
  const pipe = child.stdio[3];
  if (!isDuplex(pipe)) throw new Error('the subject has no pipe');
  return new Subject(child, pipe);
}

function isDuplex(stream: unknown): stream is Duplex {
  return typeof stream === 'object' && stream !== null && 'write' in stream && 'read' in stream;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
