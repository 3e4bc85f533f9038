/** The provider under load: it answers after a script, counts what it charges, and knows the right answers. */

import type { LoadClock } from './load-clock.ts';
import { memberOf, type Orders } from './orders.ts';

/** How the provider treats an order. */
export interface ChargeScript {
  /** How long an attempt takes; 0 answers at once. */
  delayMs(order: number): number;
  /** Attempts that are lost before one gets through. */
  losses(order: number): number;
}

export const AT_ONCE: ChargeScript = { delayMs: () => 0, losses: () => 0 };

export interface ScriptedChargesOptions {
  readonly orders: Orders;
  readonly clock: LoadClock;
  /** Makes the contract's `NetworkError`. */
  readonly networkError: () => unknown;
}

export class ScriptedCharges {
  /** What the provider goes by at present. */
  script = AT_ONCE;
  readonly #options: ScriptedChargesOptions;
  #attempts = new Map<number, number>();
  #charged = 0;
  #ids = new Set<unknown>();

  constructor(options: ScriptedChargesOptions) {
    this.#options = options;
  }

  /** Starts counting anew. */
  begin(script: ChargeScript): void {
    this.script = script;
    this.#attempts = new Map();
    this.#charged = 0;
    this.#ids = new Set();
  }

  /** What is wrong with the charges since `begin`, where each of `orders` orders was to be charged once; `null` when all is well. */
  problem(orders: number): string | null {
    if (this.#charged !== orders) return `${payments(orders)} under load made ${this.#charged} charges`;
    if (this.#attempts.size !== orders) return `${payments(orders)} under load charged ${this.#attempts.size} orders`;
    return this.#ids.size === orders ? null : `${payments(orders)} under load had ${this.#ids.size} payment ids`;
  }

  charge(request: unknown): Promise<unknown> {
    const { orders, clock, networkError } = this.#options;
    const order = orders.orderIn(request);
    if (order === undefined) return Promise.reject(new TypeError('not the payload of an order'));
    const attempts = (this.#attempts.get(order) ?? 0) + 1;
    this.#attempts.set(order, attempts);
    const lost = attempts <= this.script.losses(order);
    if (!lost) {
      this.#charged += 1;
      this.#ids.add(memberOf(request, 'paymentId'));
    }
    const answer = (): Promise<unknown> =>
      lost ? Promise.reject(networkError()) : Promise.resolve(orders.response(order));
    const delayMs = this.script.delayMs(order);
    if (delayMs === 0) return answer();
    return new Promise((resolve) => {
      clock.after(delayMs, () => resolve(answer()));
    });
  }
}

function payments(count: number): string {
  return count === 1 ? '1 payment' : `${count} payments`;
}
