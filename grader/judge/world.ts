/** One case: virtual time, everything that the subject is holding, and the loop that drives it. */

import { DEFAULT_BUDGET, type Answer, type RequestBudget } from '../sandbox/answer.ts';
import type { Command, Shape, SubjectEvent } from '../wire/messages.ts';
import { decodeValue, encodeValue, Kept, type WireValue } from '../wire/value.ts';
import { Call } from './call.ts';
import { decodeThrown, describeThrown, SubjectFailure } from './failures.ts';
import type { ScriptedProvider } from './scripted-provider.ts';
import type { StoreMethodName, StorePort } from './store-port.ts';
import type { Focus, LogEntry } from './story/log.ts';
import { VirtualClock } from './virtual-clock.ts';

/** Sends commands to the subject of this case. */
export type Requester = (commands: readonly Command[], budget: RequestBudget) => Promise<Answer>;

/** A sleep of the solution on the injected clock, or a timer of the realm. */
export interface Sleep {
  readonly kind: 'clock.sleep' | 'timer';
  readonly ms: number;
  /** Virtual time at which it began. */
  readonly at: number;
  readonly state: 'sleeping' | 'over' | 'aborted';
}

type MutableSleep = { -readonly [Field in keyof Sleep]: Sleep[Field] };

interface Waiter {
  settled(wire: WireValue): void;
  /** `thrown`: at the call, not by rejecting. */
  failed(error: unknown, thrown: boolean): void;
}

/** How a case begins, and what it is strict about. */
export interface WorldOptions {
  /** Milliseconds since the epoch. */
  readonly startAt: number;
  /** Of the chance that the solution sees. */
  readonly seed: number;
  /** Whether the case is charged when this method throws at the call; elsewhere that is as good as rejecting. */
  readonly chargesThrows: (method: string) => boolean;
}

/** A case that takes more requests than this is going in circles. */
const MAX_REQUESTS = 5_000;

export class World {
  readonly clock: VirtualClock;
  readonly #request: Requester;
  readonly #chargesThrows: (method: string) => boolean;
  readonly #sleeps: MutableSleep[] = [];
  readonly #held = new Map<number, { readonly sleep: MutableSleep; readonly cancel: () => void }>();
  readonly #waiters = new Map<string, Waiter>();
  readonly #providers = new Map<string, ScriptedProvider>();
  readonly #stores = new Map<string, StorePort>();
  readonly #values: unknown[] = [];
  readonly #unrecorded: unknown[] = [];
  readonly #unhandled: unknown[] = [];
  readonly #log: LogEntry[] = [];
  #focus: Focus | undefined;
  /** What a factory threw that `opened` is waiting for. */
  #openings: unknown[] | undefined;
  #commands: Command[];
  #budget = DEFAULT_BUDGET;
  #handles = 0;
  #requests = 0;
  #last: Promise<void> = Promise.resolve();
  #isOver = false;

  constructor(request: Requester, { startAt, seed, chargesThrows }: WorldOptions) {
    this.#request = request;
    this.#chargesThrows = chargesThrows;
    this.clock = new VirtualClock(startAt);
    this.#commands = [{ do: 'reset', now: startAt, seed }];
  }

  /** Every sleep so far, in order. */
  get sleeps(): readonly Sleep[] {
    return this.#sleeps;
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
    return this.#log;
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
    this.#isOver = true;
  }

  /** Queues a command for the next request. */
  enqueue(...commands: readonly Command[]): void {
    this.#commands.push(...commands);
  }

  /** What the next request may cost instead of the default. */
  allow(budget: RequestBudget): void {
    this.#budget = budget;
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
    const { target, method, shape } = spec;
    const id = this.handle('c');
    const title = `${method}(${spec.args.map(brief).join(', ')})`;
    const call = new Call<T>(id, title, (settled, what) => this.#drive(settled, what));
    this.#waiters.set(id, {
      settled: (wire) => call.settle({ state: 'resolved', value: spec.read(decodeValue(wire)), at: this.clock.now() }),
      failed: (error, thrown) => {
        const seen = thrown && this.#chargesThrows(method) ? thrownAtCall(error) : error;
        call.settle({ state: 'rejected', error: seen, at: this.clock.now() });
      },
    });
    this.enqueue({ do: 'call', call: id, target, method, args: spec.args.map(encodeArgument), shape, keep: true });
    return call;
  }

  /** The value that `command` is answered with. */
  async ask(command: Extract<Command, { readonly do: 'read' | 'shares' | 'claims' }>): Promise<unknown> {
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
      if (this.#commands.length > 0) await this.#send();
      else if (!this.clock.fireNext()) return;
    }
  }

  async #send(): Promise<void> {
    if (this.#isOver) throw new SubjectFailure('the case is over');
    this.#requests += 1;
    if (this.#requests > MAX_REQUESTS) throw new SubjectFailure('it goes on for ever without getting anywhere', true);
    const commands = this.#commands;
    this.#commands = [];
    this.#log.push({ at: this.clock.now(), commands });
    const answer = await this.#request(commands, this.#budget);
    this.#budget = DEFAULT_BUDGET;
    if (answer.status !== 'replied') throw new SubjectFailure(describeAnswer(answer), true);
    const { events } = answer.reply;
    this.#log.push({ at: this.clock.now(), events });
    for (const event of events) this.#apply(event);
  }

  #apply(event: SubjectEvent): void {
    switch (event.on) {
      case 'opened':
        if (event.error !== undefined) this.#notOpened(decodeThrown(event.error));
        return;
      case 'settled':
        return this.#waiters.get(event.call)?.settled(event.value);
      case 'failed':
        return this.#waiters.get(event.call)?.failed(decodeThrown(event.error), event.sync);
      case 'gate':
        return this.#arrived(event);
      case 'aborted':
        for (const provider of this.#providers.values()) provider.aborted(event.gate);
        return;
      case 'closed':
        return this.#closed(event.gate);
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
        return this.#sleeping(event.gate, event.kind, Number(decodeValue(event.args[0] ?? 0)));
      case 'provider.charge':
        return this.#providers.get(event.source)?.arrived(event.gate, event.args);
      default:
        return this.#stores.get(event.source)?.arrived(event.gate, methodOf(event.kind), event.args, event.by);
    }
  }

  #sleeping(gate: number, kind: Sleep['kind'], ms: number): void {
    const sleep: MutableSleep = { kind, ms, at: this.clock.now(), state: 'sleeping' };
    this.#sleeps.push(sleep);
    const cancel = this.clock.after(ms, () => {
      sleep.state = 'over';
      this.#held.delete(gate);
      this.enqueue({ do: 'release', gate, how: { resolve: { u: true } } });
    });
    this.#held.set(gate, { sleep, cancel });
  }

  #closed(gate: number): void {
    const held = this.#held.get(gate);
    if (held === undefined) return;
    held.cancel();
    held.sleep.state = 'aborted';
    this.#held.delete(gate);
  }
}

/** A call to make: on which kept object, and how its result is read. */
export interface CallSpec<T> {
  readonly target: string;
  readonly method: string;
  readonly args: readonly unknown[];
  readonly shape: Shape;
  /** Believes the decoded result, or throws an assertion. */
  readonly read: (value: unknown) => T;
}

/** An argument; a `Kept` one is the subject's own object. */
function encodeArgument(value: unknown): WireValue {
  return encodeValue(value, (object) => (object instanceof Kept ? { r: object.handle } : undefined));
}

function thrownAtCall(error: unknown): SubjectFailure {
  return new SubjectFailure(`it threw ${describeThrown(error)} at the call instead of rejecting`);
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

function describeAnswer(answer: Exclude<Answer, { readonly status: 'replied' }>): string {
  switch (answer.status) {
    case 'crashed':
      return `the solution's process ended: ${answer.reason}`;
    case 'hung':
      return `the solution hangs: ${answer.reason}`;
    case 'violation':
      return `the solution broke the wire: ${answer.reason}`;
  }
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
