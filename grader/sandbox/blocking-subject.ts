/**
 * A subject whose replies are waited for in a blocking read: several times cheaper than through the event loop, for judges in worker
 * threads that have nothing else to do. The pool that started it ends it when it hangs.
 */

import { FrameReader } from '../wire/frame-reader.ts';
import { encodeFrame, WireViolation } from '../wire/frame.ts';
import type { Command } from '../wire/messages.ts';
import { parseHello, parseReply } from '../wire/parse-reply.ts';
import { START_BUDGET, type Answer, type RequestBudget } from './answer.ts';
import { readBlocking, writeBlocking } from './blocking-pipe.ts';
import { RequestWatch } from './request-watch.ts';

/** How a request ended: `gone` means that there will be no reply, and that the pool knows why. */
export type BlockingAnswer =
  Extract<Answer, { readonly status: 'replied' | 'violation' }> | { readonly status: 'gone' };

export class BlockingSubject {
  readonly #descriptor: number;
  readonly #reader: FrameReader;
  readonly #watch: RequestWatch;
  #requests = 0;

  /** The judge's end of the pipe and the memory of the watch, as the pool hands them out. */
  constructor(descriptor: number, memory: SharedArrayBuffer) {
    this.#descriptor = descriptor;
    this.#reader = new FrameReader((buffer, offset) => readBlocking(descriptor, buffer, offset));
    this.#watch = new RequestWatch(memory);
  }

  /** Waits for the greeting: `ready`, `gone`, or why the solution could not be loaded. */
  greeted(): { readonly status: 'ready' | 'gone' } | { readonly status: 'refused'; readonly reason: string } {
    const text = this.#exchange(undefined, START_BUDGET);
    if (text === undefined) return { status: 'gone' };
    try {
      const { ready, error } = parseHello(text);
      return ready ? { status: 'ready' } : { status: 'refused', reason: error ?? 'the solution could not be loaded' };
    } catch (error) {
      if (!(error instanceof WireViolation)) throw error;
      return { status: 'refused', reason: error.message };
    }
  }

  /** Sends commands and waits for their reply, without letting this thread do anything else. */
  request(commands: readonly Command[], budget: RequestBudget): BlockingAnswer {
    this.#requests += 1;
    const id = this.#requests;
    try {
      const text = this.#exchange(encodeFrame({ id, commands }), budget);
      if (text === undefined) return { status: 'gone' };
      const reply = parseReply(text);
      if (reply.id !== id) throw new WireViolation(`an answer to request ${reply.id} instead of ${id}`);
      if (this.#reader.surplus > 0) throw new WireViolation('messages that nobody asked for');
      return { status: 'replied', reply };
    } catch (error) {
      if (!(error instanceof WireViolation)) throw error;
      return { status: 'violation', reason: error.message };
    }
  }

  /** Sends a frame, if there is one, and waits for the next; `undefined` when there will be none. */
  #exchange(frame: Uint8Array | undefined, budget: RequestBudget): string | undefined {
    this.#watch.begin(budget);
    try {
      const sent = frame === undefined || writeBlocking(this.#descriptor, frame);
      return sent ? this.#reader.next() : undefined;
    } finally {
      this.#watch.end();
    }
  }
}
