/** The store as a processor sees it: the judge's own or the candidate's, behind gates that a case can hold or break. */

import type { Release, ThrowSpec } from '../wire/messages.ts';
import { decodeValue, encodeValue, type WireValue } from '../wire/value.ts';
import { StoreError, type ModelStore } from './model-store.ts';
import type { Claim, PaymentOutcome } from './contract.ts';

export type StoreMethodName = 'insertPending' | 'updateStatus' | 'get' | 'size';

/** What happens to the next calls of a method instead of the ordinary answer. */
export type StoreFault =
  /** The call rejects; nothing is stored. */
  | { readonly kind: 'before'; readonly error: ThrowSpec }
  /** The effect takes place, then the call rejects. */
  | { readonly kind: 'after'; readonly error: ThrowSpec }
  /** The call waits until the case lets it go. */
  | { readonly kind: 'hold' };

/** One call that the store has seen. */
export interface StoreCall {
  readonly method: StoreMethodName;
  readonly args: readonly unknown[];
  /** Virtual time of the call. */
  readonly at: number;
  /** The claim's outcome, the error's code or `ok`; `undefined` while the call is held. */
  readonly outcome: string | undefined;
  /** Lets a held call go, with its ordinary answer or with an error. */
  release(error?: ThrowSpec): void;
}

export interface StorePortContext {
  now(): number;
  release(gate: number, how: Release): void;
  idempotencyError(code: string, key: string): ThrowSpec;
}

type MutableCall = { -readonly [Field in keyof StoreCall]: StoreCall[Field] };

export class StorePort {
  readonly #context: StorePortContext;
  /** The judge's own store; absent where calls go through to the candidate's. */
  readonly model: ModelStore | undefined;
  #calls: MutableCall[] = [];
  #byGate = new Map<number, MutableCall>();
  #faults = new Map<StoreMethodName, StoreFault[]>();
  #answerHandles = new Map<MutableCall, string>();

  constructor(context: StorePortContext, model: ModelStore | undefined) {
    this.#context = context;
    this.model = model;
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

  /** Handle of the object that answered `call`. */
  answerHandle(call: StoreCall): string | undefined {
    return [...this.#answerHandles].find(([known]) => known === call)?.[1];
  }

  /** A call has arrived at its gate. */
  arrived(gate: number, method: StoreMethodName, wire: readonly WireValue[]): void {
    const args = wire.map((arg) => decodeValue(arg));
    const call: MutableCall = {
      method,
      args,
      at: this.#context.now(),
      outcome: undefined,
      release: (error) => {
        if (error === undefined) this.#answer(gate, call);
        else this.#reject(gate, call, error);
      },
    };
    this.#calls.push(call);
    this.#byGate.set(gate, call);
    this.#answerHandles.set(call, `answer:${gate}`);
    const fault = this.#faults.get(method)?.shift();
    switch (fault?.kind) {
      case undefined:
        return this.#answer(gate, call);
      case 'hold':
        return;
      case 'before':
        return this.#reject(gate, call, fault.error);
      case 'after':
        this.#effect(call);
        return this.#reject(gate, call, fault.error);
    }
  }

  /** The candidate's own store has answered the call at `gate`. */
  passed(gate: number, ok: boolean, value: WireValue): void {
    const call = this.#byGate.get(gate);
    if (call === undefined) return;
    const seen = decodeValue(value);
    const member = ok ? 'outcome' : 'code';
    const told: unknown = typeof seen === 'object' && seen !== null ? Reflect.get(seen, member) : undefined;
    call.outcome = typeof told === 'string' ? told : ok ? 'ok' : 'error';
  }

  #answer(gate: number, call: MutableCall): void {
    if (this.model === undefined) return this.#context.release(gate, { pass: true });
    try {
      const value = this.#effect(call);
      this.#context.release(gate, { resolve: encodeValue(value) });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      call.outcome = error.code;
      this.#context.release(gate, { reject: this.#context.idempotencyError(error.code, String(call.args[0])) });
    }
  }

  #reject(gate: number, call: MutableCall, error: ThrowSpec): void {
    call.outcome = 'broken';
    this.#context.release(gate, { reject: error });
  }

  #effect(call: MutableCall): unknown {
    const { model } = this;
    if (model === undefined) throw new Error("faults after the effect need the judge's own store");
    const [key, second, third] = call.args;
    switch (call.method) {
      case 'insertPending': {
        const result = model.insertPending(String(key), asClaim(second));
        call.outcome = result.outcome;
        return result;
      }
      case 'updateStatus':
        model.updateStatus(String(key), String(second), asOutcome(third));
        call.outcome = 'ok';
        return undefined;
      case 'get': {
        const record = model.get(String(key));
        call.outcome = 'ok';
        return record;
      }
      case 'size':
        call.outcome = 'ok';
        return model.size();
    }
  }
}

function asClaim(value: unknown): Claim {
  const read = (name: string): unknown => (typeof value === 'object' && value !== null ? Reflect.get(value, name) : '');
  return { fingerprint: String(read('fingerprint')), paymentId: String(read('paymentId')) };
}

function asOutcome(value: unknown): PaymentOutcome {
  const read = (name: string): unknown =>
    typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
  if (read('status') !== 'completed') return { status: 'failed' };
  const response = read('response');
  return { status: 'completed', response: isJson(response) ? response : null };
}

function isJson(value: unknown): value is PaymentOutcome extends { response: infer Json } ? Json : never {
  return value !== undefined;
}
