/** The store as a processor sees it: the judge's own or the candidate's, behind gates that a case can hold or break. */

import type { Release, ThrowSpec } from '../wire/messages.ts';
import { decodeValue, encodeValue, type WireValue } from '../wire/value.ts';
import { StoreError, type ModelStore } from './model-store.ts';
import type { Claim } from './contract.ts';
import { memberOf } from './member-of.ts';
import { answeredStoreCall, arrivedStoreCall, asOutcome } from './store-trace.ts';
import type { Happening } from './trace.ts';

export type StoreMethodName = 'insertPending' | 'updateStatus' | 'get' | 'size';

/** What happens to the next calls of a method instead of the ordinary answer. */
export type StoreFault =
  /** The call rejects; nothing is stored. */
  | { readonly kind: 'before'; readonly error: ThrowSpec }
  /** The effect takes place, then the call rejects. */
  | { readonly kind: 'after'; readonly error: ThrowSpec }
  /** The call waits until the case lets it go. */
  | { readonly kind: 'hold' }
  /** The call waits twice, before its effect and before its answer; a store of the candidate's waits before it only. */
  | { readonly kind: 'steps' };

/** One call that the store has seen. */
export interface StoreCall {
  readonly method: StoreMethodName;
  readonly args: readonly unknown[];
  /** Virtual time of the call. */
  readonly at: number;
  /** 0-based number of the processor that called, -1 for none. */
  readonly processor: number;
  /** The claim's outcome, the error's code or `ok`; `undefined` before the call has taken effect. */
  readonly outcome: string | undefined;
  /** Whether it waits for the case. */
  readonly isHeld: boolean;
  /** Lets a held call go on, with its ordinary answer or with an error. */
  release(error?: ThrowSpec): void;
}

export interface StorePortContext {
  now(): number;
  release(gate: number, how: Release): void;
  idempotencyError(code: string, key: string): ThrowSpec;
  /** Tells what happens, for a trace. */
  readonly trace?: (happening: Happening) => void;
}

interface MutableCall extends Omit<StoreCall, 'outcome' | 'isHeld'> {
  readonly gate: number;
  /** Its number among all calls. */
  readonly index: number;
  outcome: string | undefined;
  isHeld: boolean;
  /** Whether it stops once more between its effect and its answer. */
  stops: boolean;
  /** What it will be answered, once it has taken effect. */
  answer: Answer | undefined;
}

/** What the judge's store makes of a call: a value, or an error of the contract. */
type Answer = { readonly value: unknown } | { readonly code: string };

export class StorePort {
  readonly #context: StorePortContext;
  /** The judge's own store; absent where calls go through to the candidate's. */
  readonly model: ModelStore | undefined;
  readonly #processors: string[] = [];
  #calls: MutableCall[] = [];
  #byGate = new Map<number, MutableCall>();
  #faults = new Map<StoreMethodName, StoreFault[]>();
  #otherwise = new Map<StoreMethodName, StoreFault>();

  constructor(context: StorePortContext, model: ModelStore | undefined) {
    this.#context = context;
    this.model = model;
  }

  /** Makes the processor of this handle the next number. */
  addProcessor(handle: string): void {
    this.#processors.push(handle);
  }

  /** Every call so far, in order. */
  get calls(): readonly StoreCall[] {
    return this.#calls;
  }

  /** The calls of one method so far. */
  callsOf(method: StoreMethodName): readonly StoreCall[] {
    return this.#calls.filter((call) => call.method === method);
  }

  /** The next `times` calls of `method` meet `fault`. */
  next(method: StoreMethodName, fault: StoreFault, times = 1): this {
    const queue = this.#faults.get(method) ?? [];
    this.#faults.set(method, [...queue, ...Array.from({ length: times }, () => fault)]);
    return this;
  }

  /** What every call of `method` meets for which `next` says nothing. */
  otherwise(method: StoreMethodName, fault: StoreFault): this {
    this.#otherwise.set(method, fault);
    return this;
  }

  /** Handle of the object that answered `call`. */
  answerHandle(call: StoreCall): string | undefined {
    const known = this.#calls.find((each) => each === call);
    return known === undefined ? undefined : `answer:${known.gate}`;
  }

  /** A call of the processor `by` has arrived at its gate. */
  arrived(gate: number, method: StoreMethodName, wire: readonly WireValue[], by: string): void {
    const call: MutableCall = {
      method,
      args: wire.map((arg) => decodeValue(arg)),
      at: this.#context.now(),
      processor: this.#processors.indexOf(by),
      gate,
      index: this.#calls.length,
      outcome: undefined,
      isHeld: false,
      stops: false,
      answer: undefined,
      release: (error) => this.#release(call, error),
    };
    this.#calls.push(call);
    this.#byGate.set(gate, call);
    const told = arrivedStoreCall(call);
    if (told !== undefined) this.#context.trace?.(told);
    this.#meet(call, this.#faults.get(method)?.shift() ?? this.#otherwise.get(method));
  }

  #meet(call: MutableCall, fault: StoreFault | undefined): void {
    switch (fault?.kind) {
      case undefined:
        return this.#release(call, undefined);
      case 'hold':
      case 'steps':
        call.isHeld = true;
        call.stops = fault.kind === 'steps' && this.model !== undefined;
        return;
      case 'before':
        return this.#release(call, fault.error);
      case 'after':
        this.#effect(call);
        return this.#release(call, fault.error);
    }
  }

  /** The candidate's own store has answered the call at `gate`. */
  passed(gate: number, ok: boolean, value: WireValue): void {
    const call = this.#byGate.get(gate);
    if (call === undefined) return;
    const seen = decodeValue(value);
    const told = memberOf(seen, ok ? 'outcome' : 'code');
    call.outcome = typeof told === 'string' ? told : ok ? 'ok' : 'error';
    this.#tell(call, ok ? { value: seen } : { code: call.outcome });
  }

  /** Takes a call one step further; one that meets no fault goes all the way at once. */
  #release(call: MutableCall, error: ThrowSpec | undefined): void {
    const { gate } = call;
    if (error !== undefined) {
      call.isHeld = false;
      call.outcome = 'broken';
      this.#tell(call, { code: 'broken' });
      return this.#context.release(gate, { reject: error });
    }
    if (this.model === undefined) {
      call.isHeld = false;
      return this.#context.release(gate, { pass: true });
    }
    const answer = call.answer ?? this.#effect(call);
    if (call.stops) {
      call.stops = false;
      return;
    }
    call.isHeld = false;
    this.#tell(call, answer);
    if ('value' in answer) return this.#context.release(gate, { resolve: encodeValue(answer.value) });
    this.#context.release(gate, { reject: this.#context.idempotencyError(answer.code, String(call.args[0])) });
  }

  #tell(call: MutableCall, answer: Answer): void {
    const told = answeredStoreCall(call, answer);
    if (told !== undefined) this.#context.trace?.(told);
  }

  /** Lets the judge's store carry the call out. */
  #effect(call: MutableCall): Answer {
    const { model } = this;
    if (model === undefined) throw new Error("faults after the effect need the judge's own store");
    try {
      const value = carryOut(model, call);
      call.outcome = call.method === 'insertPending' ? String(memberOf(value, 'outcome')) : 'ok';
      call.answer = { value };
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      call.outcome = error.code;
      call.answer = { code: error.code };
    }
    return call.answer;
  }
}

function carryOut(model: ModelStore, { method, args: [key, second, third] }: StoreCall): unknown {
  switch (method) {
    case 'insertPending':
      return model.insertPending(String(key), asClaim(second));
    case 'updateStatus':
      return model.updateStatus(String(key), String(second), asOutcome(third));
    case 'get':
      return model.get(String(key));
    case 'size':
      return model.size();
  }
}

function asClaim(value: unknown): Claim {
  return { fingerprint: String(memberOf(value, 'fingerprint')), paymentId: String(memberOf(value, 'paymentId')) };
}
