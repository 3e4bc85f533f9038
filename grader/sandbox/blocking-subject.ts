/**
 * A subject whose replies are waited for in a blocking read: several times cheaper than through the event loop, for judges in worker
 * threads that have nothing else to do. The thread that keeps the roll of subjects ends those that hang.
 */

import { spawn, type ChildProcess } from 'node:child_process';
import { FrameReader } from '../wire/frame-reader.ts';
import { encodeFrame, WireViolation } from '../wire/frame.ts';
import type { Command } from '../wire/messages.ts';
import { parseHello, parseReply } from '../wire/parse-reply.ts';
import { exitReason, START_BUDGET, type Answer, type RequestBudget } from './answer.ts';
import { BlockingPipe } from './blocking-pipe.ts';
import { RequestWatch } from './request-watch.ts';
import { subjectCommand, type SubjectOptions } from './subject-command.ts';
import { callRoll } from './subject-roll.ts';
import { describeHang } from './watch-progress.ts';

export class BlockingSubject {
  readonly #child: ChildProcess;
  readonly #pipe: BlockingPipe;
  readonly #reader: FrameReader;
  readonly #watch = new RequestWatch();
  readonly #closed: Promise<string>;
  #requests = 0;

  /** Starts a subject; `greeted` tells whether it is ready. */
  constructor(options: SubjectOptions) {
    const { command, args, cwd, env } = subjectCommand(options);
    const stdio = ['ignore', 'ignore', 'pipe', 'pipe'] as const;
    const child = spawn(command, args, { stdio: [...stdio], env, cwd, windowsHide: true });
    const { pid } = child;
    this.#child = child;
    this.#pipe = new BlockingPipe(child.stdio[3]);
    this.#reader = new FrameReader((buffer, offset) => this.#pipe.read(buffer, offset));
    this.#closed = closing(child, this.#pipe);
    callRoll({ bundlePath: options.bundlePath, pid, alive: true, memory: this.#watch.memory });
    void this.#closed.then(() => callRoll({ bundlePath: options.bundlePath, pid, alive: false }));
  }

  /** Waits for the greeting; the reason why the subject is not ready, or `undefined`. */
  async greeted(): Promise<string | undefined> {
    const text = this.#exchange(undefined, START_BUDGET);
    if (text === undefined) return this.#child.pid === undefined ? 'it cannot be run here' : this.#closed;
    try {
      const hello = parseHello(text);
      return hello.ready ? undefined : (hello.error ?? 'the solution could not be loaded');
    } catch (error) {
      return reasonOf(error);
    }
  }

  /** Sends commands and waits for their reply, without letting this thread do anything else. */
  request(commands: readonly Command[], budget: RequestBudget): Answer | Promise<Answer> {
    this.#requests += 1;
    const id = this.#requests;
    try {
      const text = this.#exchange(encodeFrame({ id, commands }), budget);
      if (text === undefined) return this.#ended(budget);
      const reply = parseReply(text);
      if (reply.id !== id) throw new WireViolation(`an answer to request ${reply.id} instead of ${id}`);
      if (this.#reader.surplus > 0) throw new WireViolation('messages that nobody asked for');
      return { status: 'replied', reply };
    } catch (error) {
      if (!(error instanceof WireViolation)) throw error;
      this.kill();
      return { status: 'violation', reason: error.message };
    }
  }

  /** Ends the process at once, with everything that it has started. */
  kill(): void {
    this.#child.kill('SIGKILL');
  }

  /** Sends a frame, if there is one, and waits for the next; `undefined` when there will be none. */
  #exchange(frame: Buffer | undefined, budget: RequestBudget): string | undefined {
    this.#watch.begin(budget);
    try {
      const sent = frame === undefined || this.#pipe.write(frame);
      return sent ? this.#reader.next() : undefined;
    } finally {
      this.#watch.end();
    }
  }

  async #ended(budget: RequestBudget): Promise<Answer> {
    const reason = await this.#closed;
    const { hang } = this.#watch;
    return hang === undefined ? { status: 'crashed', reason } : { status: 'hung', reason: describeHang(hang, budget) };
  }
}

/** How the process ended, once it has. */
function closing(child: ChildProcess, pipe: BlockingPipe): Promise<string> {
  let stderr = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    if (stderr.length < 8_192) stderr += chunk.toString('latin1');
  });
  return new Promise((resolve) => {
    child.on('error', (error) => resolve(`the process could not be started: ${error.message}`));
    // Nobody else reads the pipe: left open, it would keep the process from ever being closed.
    child.on('exit', () => pipe.close());
    child.on('close', (code, signal) => resolve(exitReason(code, signal, stderr)));
  });
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
