/** The payment provider that the judge plays: answers as scripted and remembers every charge. */

import type { Release, ThrowSpec } from '../wire/messages.ts';
import { decodeValue, encodeValue, type WireValue } from '../wire/value.ts';
import type { JsonValue } from './contract.ts';
import type { ChargeAnswer, Happening } from './trace.ts';

/** How one charge is answered. */
export type Answer =
  /** Money moves, the response comes back; without `response` it is a fresh one, or the first one of the payment id. */
  | { readonly kind: 'approve'; readonly response?: JsonValue; readonly afterMs?: number }
  /** `moved`: the money moves all the same and only the answer is lost. */
  | { readonly kind: 'fail'; readonly error: ThrowSpec; readonly moved?: boolean; readonly afterMs?: number }
  /** The provider throws at the call instead of rejecting. */
  | { readonly kind: 'throw'; readonly error: ThrowSpec }
  /** No answer until the case gives one through `Charge.answer`. */
  | { readonly kind: 'hold' };

/** One call of `charge`, as the provider saw it. */
export interface Charge {
  /** 0-based position among all charges. */
  readonly index: number;
  readonly gate: number;
  readonly paymentId: unknown;
  readonly attempt: unknown;
  readonly payload: unknown;
  /** Virtual time of the call. */
  readonly at: number;
  /** What the second argument was: a live signal, an aborted one, or none. */
  readonly signal: 'live' | 'aborted' | 'missing';
  /** Virtual time at which its signal aborted. */
  readonly abortedAt: number | undefined;
  /** Virtual time of the answer. */
  readonly answeredAt: number | undefined;
  /** Handle of the payload object that this charge got. */
  readonly payloadHandle: string;
  /** Gives the answer now. */
  answer(answer: Exclude<Answer, { readonly kind: 'hold' | 'throw' }>): void;
}

/** What the provider needs of the world that it is in. */
export interface ProviderContext {
  now(): number;
  after(ms: number, fire: () => void): void;
  release(gate: number, how: Release): void;
  armThrow(error: ThrowSpec): void;
  freshResponse(): JsonValue;
  /** Tells what happens, for a trace. */
  readonly trace?: (happening: Happening) => void;
}

type MutableCharge = { -readonly [Field in keyof Charge]: Charge[Field] };

export class ScriptedProvider {
  readonly #context: ProviderContext;
  #script: Answer[] = [];
  #otherwise: Answer = { kind: 'approve' };
  #charges: MutableCharge[] = [];
  #responses = new Map<string, JsonValue>();
  /** How many throws at the head of the script the subject knows of. */
  #armed = 0;

  constructor(context: ProviderContext) {
    this.#context = context;
  }

  /** Every charge so far, in order. */
  get charges(): readonly Charge[] {
    return this.#charges;
  }

  /** The payment ids under which money has moved, each once. */
  get moved(): readonly string[] {
    return [...this.#responses.keys()];
  }

  /** Appends answers; when they are used up, `otherwise` answers (approval unless told otherwise). */
  script(...answers: readonly Answer[]): this {
    this.#script.push(...answers);
    this.#armThrows();
    return this;
  }

  /** Answers every charge beyond the script. */
  otherwise(answer: Exclude<Answer, { readonly kind: 'throw' }>): this {
    this.#otherwise = answer;
    return this;
  }

  /** A charge has arrived at its gate. */
  arrived(gate: number, args: readonly WireValue[]): void {
    const [paymentId, attempt, payload, signal] = args.map((arg) => decodeValue(arg));
    const charge: MutableCharge = {
      index: this.#charges.length,
      gate,
      paymentId,
      attempt,
      payload,
      at: this.#context.now(),
      signal: signal === 'live' || signal === 'aborted' ? signal : 'missing',
      abortedAt: undefined,
      answeredAt: undefined,
      payloadHandle: `payload:${gate}`,
      answer: (answer) => this.#answer(charge, answer),
    };
    this.#charges.push(charge);
    this.#context.trace?.({ on: 'charged', charge: charge.index, paymentId, attempt, payload });
    this.#play(charge, this.#script.shift() ?? this.#otherwise);
  }

  /** The signal of the charge at `gate` has aborted. */
  aborted(gate: number): void {
    const charge = this.#charges.find((other) => other.gate === gate);
    if (charge === undefined) return;
    charge.abortedAt = this.#context.now();
    this.#context.trace?.({ on: 'aborted', charge: charge.index });
  }

  #play(charge: MutableCharge, answer: Answer): void {
    switch (answer.kind) {
      case 'hold':
        return;
      case 'throw':
        this.#armed -= 1;
        charge.answeredAt = this.#context.now();
        this.#tell(charge, answer);
        return this.#armThrows();
      case 'approve':
      case 'fail':
        if (answer.afterMs === undefined) this.#answer(charge, answer);
        else this.#context.after(answer.afterMs, () => this.#answer(charge, answer));
    }
  }

  #answer(charge: MutableCharge, answer: Exclude<Answer, { readonly kind: 'hold' | 'throw' }>): void {
    charge.answeredAt = this.#context.now();
    const id = String(charge.paymentId);
    if (answer.kind === 'approve' || answer.moved === true) this.#move(id, answer);
    this.#tell(charge, answer);
    if (answer.kind === 'fail') this.#context.release(charge.gate, { reject: answer.error });
    else this.#context.release(charge.gate, { resolve: encodeValue(this.#responses.get(id)) });
    this.#armThrows();
  }

  #tell({ index, paymentId }: Charge, answer: Exclude<Answer, { readonly kind: 'hold' }>): void {
    const response = this.#responses.get(String(paymentId)) ?? null;
    const told: ChargeAnswer =
      answer.kind === 'approve' ? { outcome: 'approved', response } : { outcome: failureOf(answer.error) };
    this.#context.trace?.({ on: 'charge-answered', charge: index, answer: told });
  }

  #move(id: string, answer: Answer): void {
    if (this.#responses.has(id)) return;
    const given = answer.kind === 'approve' ? answer.response : undefined;
    this.#responses.set(id, given === undefined ? this.#context.freshResponse() : given);
  }

  /** Throws at the call have to be known to the subject before the call: those at the head of the script are armed. */
  #armThrows(): void {
    for (let next = this.#script[this.#armed]; next?.kind === 'throw'; next = this.#script[this.#armed]) {
      this.#context.armThrow(next.error);
      this.#armed += 1;
    }
  }
}

function failureOf(error: ThrowSpec): 'network' | 'declined' | 'fault' {
  if (!('class' in error)) return 'fault';
  return error.class === 'NetworkError' ? 'network' : error.class === 'DeclinedError' ? 'declined' : 'fault';
}
