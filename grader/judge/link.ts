/** The subject of this worker: asked of the pool when the first case needs it, and anew after a crash or a hang. */

import { randomUUID } from 'node:crypto';
import { BroadcastChannel } from 'node:worker_threads';
import type { Answer, RequestBudget } from '../sandbox/answer.ts';
import { BlockingSubject } from '../sandbox/blocking-subject.ts';
import type { Ended, PoolReply, PoolRequest } from '../sandbox/pool-messages.ts';
import type { Command } from '../wire/messages.ts';
import { JudgeFault } from './failures.ts';

interface Taken {
  readonly number: number;
  readonly subject: BlockingSubject;
}

export class Link {
  readonly #by = randomUUID();
  readonly #channel: BroadcastChannel;
  #taken: Taken | undefined;
  #answered: (reply: PoolReply) => void = () => undefined;
  #asked: Promise<unknown> = Promise.resolve();

  /** `pool` names the pool's channel. */
  constructor(pool: string) {
    this.#channel = new BroadcastChannel(pool);
    this.#channel.unref();
    this.#channel.onmessage = ({ data }: { readonly data: PoolReply }) => {
      if (data.to === this.#by) this.#answered(data);
    };
  }

  /** Sends commands to the subject; throws `JudgeFault` when none can be started. */
  async request(commands: readonly Command[], budget: RequestBudget): Promise<Answer> {
    const taken = this.#taken ?? (await this.#take());
    if ('ended' in taken) return taken.ended;
    this.#taken = taken;
    const answer = taken.subject.request(commands, budget);
    if (answer.status === 'replied') return answer;
    const ending = await this.#retire(taken);
    return answer.status === 'violation' ? answer : ending;
  }

  async #take(): Promise<Taken | { readonly ended: Ended }> {
    const given = await this.#ask({ by: this.#by, want: 'subject' });
    if ('ended' in given) return given;
    if (!('descriptor' in given)) throw new JudgeFault('refused' in given ? given.refused : 'the pool gave no subject');
    const taken = { number: given.subject, subject: new BlockingSubject(given.descriptor, given.memory) };
    const greeting = taken.subject.greeted();
    if (greeting.status === 'ready') return taken;
    const ending = await this.#retire(taken);
    if (ending.status === 'spent') return { ended: ending };
    throw new JudgeFault(
      `no subject could be started: ${greeting.status === 'refused' ? greeting.reason : ending.reason}`,
    );
  }

  async #retire({ number }: Taken): Promise<Ended> {
    this.#taken = undefined;
    const reply = await this.#ask({ by: this.#by, retire: number });
    if (!('ended' in reply)) throw new JudgeFault('the pool does not know how a subject ended');
    return reply.ended;
  }

  /** One question at a time. */
  #ask(request: PoolRequest): Promise<PoolReply> {
    const reply = this.#asked.then(() => this.#askNow(request));
    this.#asked = reply;
    return reply;
  }

  /** Only while the question is open does it keep the thread alive. */
  #askNow(request: PoolRequest): Promise<PoolReply> {
    this.#channel.ref();
    return new Promise((resolve) => {
      this.#answered = (reply) => {
        this.#channel.unref();
        resolve(reply);
      };
      this.#channel.postMessage(request);
    });
  }
}
