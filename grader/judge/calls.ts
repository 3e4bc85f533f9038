/** The calls that a case makes into its subject, and how they end. */

import type { Command, Shape, SubjectEvent } from '../wire/messages.ts';
import { decodeValue, encodeValue, Kept, type WireValue } from '../wire/value.ts';
import { Call, type Drive } from './call.ts';
import { decodeThrown, describeThrown, SubjectFailure } from './failures.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** A call to make: on which kept object, and how its result is read. */
export interface CallSpec<T> {
  readonly target: string;
  readonly method: string;
  readonly args: readonly unknown[];
  readonly shape: Shape;
  /** Believes the decoded result, or throws an assertion. */
  readonly read: (value: unknown) => T;
}

export interface CallsOptions {
  readonly clock: VirtualClock;
  readonly drive: Drive;
  /** Whether the case is charged when this method throws at the call; elsewhere that is as good as rejecting. */
  readonly chargesThrows: (method: string) => boolean;
}

interface Waiter {
  settled(wire: WireValue): void;
  /** `thrown`: at the call, not by rejecting. */
  failed(error: unknown, thrown: boolean): void;
}

export class Calls {
  readonly #options: CallsOptions;
  readonly #waiters = new Map<string, Waiter>();

  constructor(options: CallsOptions) {
    this.#options = options;
  }

  /** The call named `id`, and the command that makes it. */
  begin<T>(id: string, { target, method, args, shape, read }: CallSpec<T>): { call: Call<T>; command: Command } {
    const { clock, drive, chargesThrows } = this.#options;
    const call = new Call<T>(id, `${method}(${args.map(brief).join(', ')})`, drive);
    this.#waiters.set(id, {
      settled: (wire) => call.settle({ state: 'resolved', value: read(decodeValue(wire)), at: clock.now() }),
      failed: (error, thrown) => {
        const seen = thrown && chargesThrows(method) ? thrownAtCall(error) : error;
        call.settle({ state: 'rejected', error: seen, at: clock.now() });
      },
    });
    return {
      call,
      command: { do: 'call', call: id, target, method, args: args.map(encodeArgument), shape, keep: true },
    };
  }

  settled({ call, value }: Extract<SubjectEvent, { readonly on: 'settled' }>): void {
    this.#waiters.get(call)?.settled(value);
  }

  failed({ call, error, sync }: Extract<SubjectEvent, { readonly on: 'failed' }>): void {
    this.#waiters.get(call)?.failed(decodeThrown(error), sync);
  }
}

/** An argument; a `Kept` one is the subject's own object. */
function encodeArgument(value: unknown): WireValue {
  return encodeValue(value, (object) => (object instanceof Kept ? { r: object.handle } : undefined));
}

function thrownAtCall(error: unknown): SubjectFailure {
  return new SubjectFailure(`it threw ${describeThrown(error)} at the call instead of rejecting`);
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
