/** Calls of the load at processor and store, whose answers are looked at: a solution that skips work is found out. */

import { callMethod } from '../injected.ts';
import type { LoadParts } from './empty-parts.ts';
import { memberOf, mix, type Orders } from './orders.ts';

export interface CheckedCallsOptions {
  readonly parts: LoadParts;
  readonly orders: Orders;
  readonly complain: (problem: string) => void;
}

/** Payments whose records are looked at after a slice. */
const LOOKS = 3;

/** Of a rejection's text, in UTF-16 code units. */
const LONGEST = 200;

export class CheckedCalls {
  readonly #options: CheckedCallsOptions;

  constructor(options: CheckedCallsOptions) {
    this.#options = options;
  }

  /** One call, whose answer must be the provider's. */
  async pay(order: number): Promise<void> {
    const { parts, orders, complain } = this.#options;
    try {
      const call = [orders.key(order), orders.payload(order)];
      const response = await callMethod(parts.processor, 'processPayment', call);
      if (!orders.isResponse(response, order)) complain('a payment under load was answered wrongly');
    } catch (error) {
      complain(`a payment under load was rejected: ${describeRejection(error)}`);
    }
  }

  /** Looks at the records of some of `count` orders from `first` on. */
  look(first: number, count: number): Promise<void>[] {
    return Array.from({ length: LOOKS }, (_, look) => this.#lookAt(first + (mix(first, look) % count)));
  }

  /** How many records the store says that it holds. */
  async size(): Promise<number> {
    return Number(await callMethod(this.#options.parts.store, 'size', []));
  }

  async #lookAt(order: number): Promise<void> {
    const { parts, orders, complain } = this.#options;
    try {
      const record = await callMethod(parts.store, 'get', [orders.key(order)]);
      const isRight =
        memberOf(record, 'status') === 'completed' && orders.isResponse(memberOf(record, 'response'), order);
      if (!isRight) complain('the record of a payment under load is wrong');
    } catch {
      complain('a payment under load has no record');
    }
  }
}

/** The contract's code where there is one; a rejection may be anything, and its members may throw. */
function describeRejection(error: unknown): string {
  try {
    const code = memberOf(error, 'code');
    if (code !== undefined) return String(code).slice(0, LONGEST);
    const name = memberOf(error, 'name');
    const text = name === undefined ? String(error) : `${String(name)}: ${String(memberOf(error, 'message'))}`;
    return text.slice(0, LONGEST);
  } catch {
    return 'something that cannot be shown';
  }
}
