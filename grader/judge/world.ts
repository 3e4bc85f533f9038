/** One case: virtual time, everything that the subject is holding, and the loop that drives it. */

import type { RequestBudget } from '../sandbox/answer.ts';
import type { Command, SubjectEvent } from '../wire/messages.ts';
import { decodeValue } from '../wire/value.ts';
import type { Call } from './call.ts';
import { Calls, type CallSpec } from './calls.ts';
import { decodeThrown, describeThrown, SubjectFailure } from './failures.ts';
import { Requests, type Requester } from './requests.ts';
import type { ScriptedProvider } from './scripted-provider.ts';
import { Sleeps, type Sleep } from './sleeps.ts';
import type { StoreMethodName, StorePort } from './store-port.ts';
import type { Focus, LogEntry } from './story/log.ts';
import { VirtualClock } from './virtual-clock.ts';

/** How a case begins, and what it is strict about. */
export interface WorldOptions {
  /** Milliseconds since the epoch. */
  readonly startAt: number;
  /** Of the chance that the solution sees. */
  readonly seed: number;
  /** Whether the case is charged when this method throws at the call; elsewhere that is as good as rejecting. */
  readonly chargesThrows: (method: string) => boolean;
}

export class World {
  readonly clock: VirtualClock;
  readonly #requests: Requests;
  readonly #calls: Calls;
  readonly #sleeps: Sleeps;
  readonly #providers = new Map<string, ScriptedProvider>();
  readonly #stores = new Map<string, StorePort>();
  readonly #values: unknown[] = [];
  readonly #unrecorded: unknown[] = [];
  readonly #unhandled: unknown[] = [];
  #focus: Focus | undefined;
  /** What a factory threw that `opened` is waiting for. */
  #openings: unknown[] | undefined;
  #handles = 0;
  #last: Promise<void> = Promise.resolve();

  constructor(request: Requester, { startAt, seed, chargesThrows }: WorldOptions) {
    this.clock = new VirtualClock(startAt);
    this.#requests = new Requests(request, this.clock);
    this.#calls = new Calls({
      clock: this.clock,
      drive: (settled, what) => this.#drive(settled, what),
      chargesThrows,
    });
    this.#sleeps = new Sleeps(this.clock, (gate) =>
      this.enqueue({ do: 'release', gate, how: { resolve: { u: true } } }),
    );
    this.enqueue({ do: 'reset', now: startAt, seed });
  }

  /** Every sleep so far, in order. */
  get sleeps(): readonly Sleep[] {
    return this.#sleeps.all;
  }

  /** What `onUnrecorded` was called with, in order. */
  get unrecorded(): readonly unknown[] {
    return this.#unrecorded;
  }

  /** Rejections that nobody handled: in Node they end the process. */
  get unhandled(): readonly unknown[] {
    return this.#unhandled;
  }

  /** Everything that was said so far. */
  get log(): readonly LogEntry[] {
    return this.#requests.log;
  }

  /** Whether the subject has heard of it. */
  get hasBegun(): boolean {
    return this.#requests.hasBegun;
  }

  /** The part of the case that its story is about; all of it unless told otherwise. */
  get focus(): Focus | undefined {
    return this.#focus;
  }

  /** Names the part of the case that is looked at now: should it fail, its story is about that alone. */
  focusOn(focus: Focus | undefined): void {
    this.#focus = focus;
  }

  /** A handle that nothing else in this case has. */
  handle(prefix: string): string {
    this.#handles += 1;
    return `${prefix}${this.#handles}`;
  }

  /** The case is over: whatever it has left waiting must not reach the subject, which is the next case's from now on. */
  end(): void {
    this.#requests.end();
  }

  /** Queues a command for the next request. */
  enqueue(...commands: readonly Command[]): void {
    this.#requests.enqueue(...commands);
  }

  /** What the next request may cost instead of the default. */
  allow(budget: RequestBudget): void {
    this.#requests.allow(budget);
  }

  addProvider(name: string, provider: ScriptedProvider): void {
    this.#providers.set(name, provider);
  }

  addStore(name: string, store: StorePort): void {
    this.#stores.set(name, store);
  }

  /** Lets factories do what is queued for them; rejects with what the first threw. Anywhere else that fails the case. */
  async opened(): Promise<void> {
    const thrown: unknown[] = (this.#openings = []);
    try {
      await this.idle();
    } finally {
      this.#openings = undefined;
    }
    if (thrown.length > 0) throw thrown[0];
  }

  /** Calls a method in the subject. All calls that are queued when the case next waits start in one turn there. */
  call<T>(spec: CallSpec<T>): Call<T> {
    const { call, command } = this.#calls.begin(this.handle('c'), spec);
    this.enqueue(command);
    return call;
  }

  /** The value that `command` is answered with. */
  async ask(command: Extract<Command, { readonly do: 'read' | 'shares' | 'changeable' | 'claims' }>): Promise<unknown> {
    this.enqueue(command);
    await this.idle();
    return this.#values.pop();
  }

  /** Lets everything happen that can happen without time going on. */
  idle(): Promise<void> {
    return this.#exclusively(() => this.#pump());
  }

  /** Lets `ms` pass, stopping at every instant at which something is due. */
  advance(ms: number): Promise<void> {
    return this.#exclusively(async () => {
      const target = this.clock.now() + ms;
      await this.#pump();
      for (let due = this.clock.nextDue(); due !== undefined && due <= target; due = this.clock.nextDue()) {
        await this.#passTo(due);
      }
      this.#moveTo(target);
    });
  }

  /** Puts the clock to `instant`, forwards or back, without letting anything due happen on the way. */
  setClock(instant: number): void {
    this.#moveTo(instant);
  }

  #drive(settled: () => boolean, what: string): Promise<void> {
    return this.#exclusively(async () => {
      await this.#pump();
      while (!settled()) {
        const due = this.clock.nextDue();
        if (due === undefined)
          throw new SubjectFailure(`${what} never settles: nothing is left that it could wait for`);
        await this.#passTo(due);
      }
    });
  }

  /** Moves on to an instant at which something is due, and lets that happen in the same request. */
  async #passTo(due: number): Promise<void> {
    this.#moveTo(due);
    this.clock.fireNext();
    await this.#pump();
  }

  /** Only one part of a case drives the subject at a time. */
  #exclusively(work: () => Promise<void>): Promise<void> {
    const turn = this.#last.then(work);
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  #moveTo(instant: number): void {
    this.clock.set(instant);
    this.enqueue({ do: 'set-clock', now: instant });
  }

  async #pump(): Promise<void> {
    for (;;) {
      if (this.#requests.isDue) for (const event of await this.#requests.send()) this.#apply(event);
      else if (!this.clock.fireNext()) return;
    }
  }

  #apply(event: SubjectEvent): void {
    switch (event.on) {
      case 'opened':
        if (event.error !== undefined) this.#notOpened(decodeThrown(event.error));
        return;
      case 'settled':
        return this.#calls.settled(event);
      case 'failed':
        return this.#calls.failed(event);
      case 'gate':
        return this.#arrived(event);
      case 'aborted':
        for (const provider of this.#providers.values()) provider.aborted(event.gate);
        return;
      case 'closed':
        return this.#sleeps.abort(event.gate);
      case 'passed':
        for (const store of this.#stores.values()) store.passed(event.gate, event.ok, event.value);
        return;
      case 'unrecorded':
        this.#unrecorded.push(decodeThrown(event.value));
        return;
      case 'unhandled':
        this.#unhandled.push(decodeThrown(event.error));
        return;
      case 'value':
        this.#values.push(decodeValue(event.value));
        return;
      case 'collected':
      case 'file-started':
      case 'test-started':
      case 'test':
      case 'file-done':
        return;
      default:
        event satisfies never;
    }
  }

  #notOpened(error: unknown): void {
    if (this.#openings === undefined) throw new SubjectFailure(`the factory threw ${describeThrown(error)}`);
    this.#openings.push(error);
  }

  #arrived(event: Extract<SubjectEvent, { readonly on: 'gate' }>): void {
    switch (event.kind) {
      case 'clock.sleep':
      case 'timer':
        return this.#sleeps.begin(event.gate, event.kind, Number(decodeValue(event.args[0] ?? 0)));
      case 'provider.charge':
        return this.#providers.get(event.source)?.arrived(event.gate, event.args);
      default:
        return this.#stores.get(event.source)?.arrived(event.gate, methodOf(event.kind), event.args, event.by);
    }
  }
}

function methodOf(
  kind: Exclude<Extract<SubjectEvent, { on: 'gate' }>['kind'], 'clock.sleep' | 'timer' | 'provider.charge'>,
): StoreMethodName {
  switch (kind) {
    case 'store.insertPending':
      return 'insertPending';
    case 'store.updateStatus':
      return 'updateStatus';
    case 'store.get':
      return 'get';
    case 'store.size':
      return 'size';
  }
}
