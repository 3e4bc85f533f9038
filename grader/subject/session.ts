/** One case in the subject: the solution under judgement, everything that is kept for it, and the judge's commands. */

import type { Command, Reply, Request, SubjectEvent, ThrowSpec } from '../wire/messages.ts';
import { decodeValue, encodeValue, type WireValue } from '../wire/value.ts';
import { claimTraffic } from './claim-traffic.ts';
import { describer, type Describer } from './describe.ts';
import { Gates } from './gates.ts';
import {
  callExport,
  callMethod,
  makeClock,
  makeProvider,
  makeStore,
  type Given,
  type InjectionContext,
} from './injected.ts';
import { LoadTarget } from './load/load-target.ts';
import { nextTurn, Stillness, type Background } from './realm.ts';
import { isChangeable, scramble, sharesMutable } from './scramble.ts';
import { evaluateBundle, type Solution } from './solution.ts';
import { makeThrown, type ThrowingContext } from './thrown-values.ts';

type CommandOf<Do extends Command['do']> = Extract<Command, { readonly do: Do }>;

type TestsCommand = CommandOf<'run-tests' | 'go-on' | 'compile-runner'>;

function isForTests(command: Command): command is TestsCommand {
  return command.do === 'run-tests' || command.do === 'go-on' || command.do === 'compile-runner';
}

/** What a session needs of the process around it. */
export interface SessionHost {
  readonly bundle: (exports: object) => void;
  readonly background: Background;
  /** Starts the realm's randomness anew. */
  reseed(seed: number): void;
  /** Microseconds of CPU time used so far. */
  cpuTime(): number;
  /** Live heap in bytes, after a forced collection where the process allows one. */
  heapUsed(): number;
  /** Collects what was allocated last, where the process allows it. */
  collectYoung(): void;
}

export class Session {
  readonly #host: SessionHost;
  readonly #gates: Gates;
  readonly #stillness: Stillness;
  readonly #context: InjectionContext;
  readonly #throwing: ThrowingContext;
  #events: SubjectEvent[] = [];
  #now = 0;
  #open = 0;
  #case = 0;
  #kept = new Map<string, unknown>();
  #handles = new WeakMap<object, string>();
  #armed = new Map<string, ThrowSpec[]>();
  #given = new Map<string, Given>();
  #solution: Solution | undefined;
  /** Whether claims in bulk are under way. */
  #claiming = false;
  #loadTarget: LoadTarget | undefined;
  #emptyTarget: LoadTarget | undefined;
  #describe: Describer | undefined;

  constructor(host: SessionHost) {
    this.#host = host;
    this.#stillness = new Stillness(host.background);
    this.#gates = new Gates((event) => this.emit(event));
    this.#context = this.#injectionContext();
    this.#throwing = this.#throwingContext();
  }

  emit(event: SubjectEvent): void {
    this.#events.push(event);
    this.#stillness.restart();
  }

  now(): number {
    return this.#loadTarget?.clock.now() ?? this.#now;
  }

  /** Timers of the realm: held like everything else, but those that need no time to go on. */
  after(ms: number, fire: () => void): () => void {
    if (this.#loadTarget !== undefined) return this.#loadTarget.clock.after(ms, fire);
    if (ms === 0) return this.#soon(fire);
    return this.#held(ms, fire);
  }

  #held(ms: number, fire: () => void): () => void {
    const gate = this.#gates.hold({ kind: 'timer', source: 'realm', by: '', args: [ms] }, fire);
    return () => this.#gates.close(gate);
  }

  /** A timer of no time fires in the next turn. The judge is told of it, but in bulk claims, which are not its business. */
  #soon(fire: () => void): () => void {
    const { background } = this.#host;
    if (!this.#claiming) this.#held(0, fire)();
    let isSet = true;
    background.pending += 1;
    void nextTurn().then(() => {
      background.pending -= 1;
      if (isSet) fire();
    });
    return () => {
      isSet = false;
    };
  }

  solution(): Solution {
    this.#solution ??= evaluateBundle(this.#host.bundle);
    return this.#solution;
  }

  describe(): Describer {
    this.#describe ??= describer(this.solution().contract, (value) => this.#handles.get(value));
    return this.#describe;
  }

  unhandled(error: unknown): void {
    this.emit({ on: 'unhandled', error: this.describe().thrown(error) });
  }

  /** Carries out a request and answers when nothing moves any more. */
  async serve(request: Request): Promise<Reply> {
    for (const command of request.commands) {
      if (command.do === 'idle') await this.#idle();
      else if (command.do === 'claims') await this.#claims(command);
      else if (command.do === 'load') await this.#load(command);
      else if (isForTests(command)) throw new TypeError('own tests have a host of their own');
      else this.#carryOut(command);
    }
    await this.#idle();
    const events = this.#events;
    this.#events = [];
    return { id: request.id, events, open: this.#open };
  }

  async #idle(): Promise<void> {
    this.#stillness.restart();
    do await nextTurn();
    while (!this.#stillness.isComplete());
    this.#gates.lookForAborts();
  }

  #carryOut(command: Exclude<Command, CommandOf<'idle' | 'claims' | 'load'> | TestsCommand>): void {
    switch (command.do) {
      case 'reset':
        return this.#reset(command.now, command.seed);
      case 'heap':
        return this.emit({ on: 'value', value: this.#host.heapUsed() });
      case 'set-clock':
        this.#now = command.now;
        return;
      case 'open-store':
        return this.#open_(command.handle, () => this.#openStore(command));
      case 'open-processor':
        return this.#open_(command.handle, () => this.#openProcessor(command));
      case 'call':
        return this.#call(command);
      case 'release':
        return this.#gates.release(command.gate, command.how);
      case 'arm-throw':
        this.#armed.set(command.provider, [...(this.#armed.get(command.provider) ?? []), command.error]);
        return;
      case 'make':
        this.#kept.set(command.handle, this.#decode(command.value));
        return;
      case 'scramble':
        return scramble(this.#kept.get(command.handle));
      case 'read':
        return this.emit({ on: 'value', value: this.describe().result(this.#kept.get(command.handle), command.shape) });
      case 'changeable':
        return this.emit({ on: 'value', value: isChangeable(this.#kept.get(command.handle)) });
      case 'shares': {
        const shares = sharesMutable(this.#kept.get(command.handle), this.#kept.get(command.other));
        return this.emit({ on: 'value', value: shares });
      }
      default:
        command satisfies never;
    }
  }

  async #claims(command: CommandOf<'claims'>): Promise<void> {
    const { prefix, from, claims } = command;
    const tick = (): void => {
      this.#now += command.everyMs;
    };
    const before = this.#host.cpuTime();
    const { background } = this.#host;
    const store = this.#kept.get(command.target);
    this.#claiming = true;
    const { inserted, tokens } = await claimTraffic({ store, background, prefix, from, claims, tick });
    // Work that a claim has left for later counts too.
    await this.#idle();
    this.#claiming = false;
    this.emit({ on: 'value', value: { a: [inserted, this.#host.cpuTime() - before, tokens] } });
  }

  async #load({ work, count, seed, empty }: CommandOf<'load'>): Promise<void> {
    const { background } = this.#host;
    const before = this.#host.cpuTime();
    const target = empty
      ? (this.#emptyTarget ??= new LoadTarget(seed, background, 'empty'))
      : (this.#loadTarget ??= new LoadTarget(seed, background, this.solution()));
    const { problem, figures } = await target.run(work, count);
    // Every slice pays for its own garbage, whenever the engine would have collected it.
    this.#host.collectYoung();
    this.emit({ on: 'value', value: { a: [problem, this.#host.cpuTime() - before, ...figures] } });
  }

  #reset(now: number, seed: number): void {
    this.#host.reseed(seed);
    this.#now = now;
    this.#open = 0;
    this.#case += 1;
    this.#kept = new Map();
    this.#handles = new WeakMap();
    this.#armed = new Map();
    this.#given = new Map();
    this.#gates.clear();
    this.#events = [];
    this.#solution = undefined;
    this.#describe = undefined;
  }

  #open_(handle: string, open: () => unknown): void {
    try {
      this.#kept.set(handle, open());
      this.emit({ on: 'opened', handle });
    } catch (error) {
      this.emit({ on: 'opened', handle, error: this.describe().thrown(error) });
    }
  }

  #openStore(command: CommandOf<'open-store'>): unknown {
    const options = { ttlMs: this.#decode(command.ttlMs), clock: { now: () => this.#now } };
    return callExport(this.solution().store(), 'createIdempotencyStore', [options]);
  }

  #openProcessor(command: CommandOf<'open-processor'>): unknown {
    const by = command.handle;
    const given = this.#given.get(command.beside ?? by) ?? this.#give(command);
    const options = {
      ...given,
      config: this.#decode(command.config),
      onUnrecorded: (unrecorded: unknown) => this.#unrecorded(by, unrecorded),
    };
    return callExport(this.solution().processor(), 'createPaymentProcessor', [options]);
  }

  #give({ handle, store, provider }: CommandOf<'open-processor'>): Given {
    const given = {
      store: makeStore(this.#context, store, handle),
      provider: makeProvider(this.#context, provider, handle),
      clock: makeClock(this.#context, handle),
    };
    this.#given.set(handle, given);
    return given;
  }

  #unrecorded(by: string, value: unknown): void {
    const read = (name: string): unknown =>
      typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
    const entries = ['key', 'paymentId', 'status'].map((name) => [name, encodeValue(read(name))] as const);
    this.emit({ on: 'unrecorded', by, value: { o: [...entries, ['cause', this.describe().thrown(read('cause'))]] } });
  }

  #call(command: CommandOf<'call'>): void {
    const inCase = this.#case;
    const current = (): boolean => inCase === this.#case;
    const { call } = command;
    this.#open += 1;
    const fail = (error: unknown, sync: boolean): void => {
      if (!current()) return;
      this.#open -= 1;
      if (command.keep && typeof error === 'object' && error !== null) this.#kept.set(`call:${call}`, error);
      this.emit({ on: 'failed', call, error: this.describe().thrown(error), sync });
    };
    const succeed = (value: unknown): void => {
      if (!current()) return;
      this.#open -= 1;
      if (command.keep) this.#kept.set(`call:${call}`, value);
      this.emit({ on: 'settled', call, value: this.describe().result(value, command.shape) });
    };
    try {
      const args = command.args.map((arg) => this.#decode(arg));
      const returned = callMethod(this.#kept.get(command.target), command.method, args);
      Promise.resolve(returned).then(succeed, (error: unknown) => fail(error, false));
    } catch (error) {
      fail(error, true);
    }
  }

  #decode(value: WireValue): unknown {
    return decodeValue(value, (special) => {
      if ('r' in special) return this.#kept.get(special.r);
      throw new TypeError('the judge sent a value that cannot be built');
    });
  }

  #throwingContext(): ThrowingContext {
    return {
      contract: () => this.solution().contract,
      decode: (value) => this.#decode(value),
      kept: (handle) => this.#kept.get(handle),
      keep: (handle, value) => {
        this.#kept.set(handle, value);
        if (typeof value === 'object' && value !== null) this.#handles.set(value, handle);
      },
    };
  }

  #injectionContext(): InjectionContext {
    return {
      gates: this.#gates,
      now: () => this.#now,
      makeThrown: (spec) => makeThrown(spec, this.#throwing),
      decode: (value) => this.#decode(value),
      keep: (handle, value) => this.#kept.set(handle, value),
      kept: (handle) => this.#kept.get(handle),
      takeArmedThrow: (provider) => this.#armed.get(provider)?.shift(),
      passed: (gate, ok, value) =>
        this.emit({
          on: 'passed',
          gate,
          ok,
          value: ok ? encodeValue(value) : this.describe().thrown(value),
        }),
    };
  }
}
