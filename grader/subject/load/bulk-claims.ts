/** Claims at the store alone, many in one turn: a store fills with them in a fraction of the time that payments take. */

import { callMethod } from '../injected.ts';
import type { LoadClock } from './load-clock.ts';
import { memberOf, mix, type Orders } from './orders.ts';

export interface BulkClaimsOptions {
  readonly store: unknown;
  readonly orders: Orders;
  readonly clock: LoadClock;
  /** Waits until all of the calls have settled. */
  readonly settle: (calls: readonly Promise<void>[]) => Promise<void>;
  readonly complain: (problem: string) => void;
}

/** Claims in one turn. */
const CLAIMS = 50;

export class BulkClaims {
  readonly #options: BulkClaimsOptions;
  #claimed = 0;
  /** The first claim that has not expired. */
  #firstLive = 0;

  constructor(options: BulkClaimsOptions) {
    this.#options = options;
  }

  /** All claims so far have expired. */
  forget(): void {
    this.#firstLive = this.#claimed;
  }

  /** Claims new keys, letting `everyMs` go by before each; where none expires, one that is taken is asked for again now and then. */
  async run(count: number, everyMs: number): Promise<void> {
    const { clock, settle, complain } = this.#options;
    for (let done = 0; done < count; done += CLAIMS) {
      const tokens = new Set<unknown>();
      const calls: Promise<void>[] = [];
      // Calls of one turn overlap, and a store may answer them in any order.
      const taken = this.#claimed - this.#firstLive;
      for (let call = 0; call < CLAIMS; call += 1) {
        clock.pass(everyMs);
        calls.push(this.#claim(this.#claimed, 'inserted', tokens));
        this.#claimed += 1;
      }
      if (everyMs === 0 && taken > 0) {
        calls.push(this.#claim(this.#firstLive + (mix(done, this.#claimed) % taken), 'duplicate', undefined));
      }
      await settle(calls);
      if (tokens.size !== CLAIMS) complain(`${CLAIMS} claims under load had ${tokens.size} tokens`);
    }
  }

  async #claim(number: number, expected: string, tokens: Set<unknown> | undefined): Promise<void> {
    const { store, orders, complain } = this.#options;
    try {
      const { key, claim } = orders.claim(-1 - number);
      const result = await callMethod(store, 'insertPending', [key, claim]);
      if (memberOf(result, 'outcome') !== expected) complain(`a claim under load was not ${expected}`);
      tokens?.add(memberOf(result, 'token'));
    } catch {
      complain('a claim under load was rejected');
    }
  }
}
