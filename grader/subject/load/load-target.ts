/** The system under load: the candidate's processor on the candidate's store, driven without a message for each payment. */

import type { LoadWork } from '../../wire/messages.ts';
import { callExport } from '../injected.ts';
import type { Background } from '../realm.ts';
import type { Solution } from '../solution.ts';
import { BulkClaims } from './bulk-claims.ts';
import { CheckedCalls } from './checked-calls.ts';
import { emptyParts, type LoadParts } from './empty-parts.ts';
import { LoadClock } from './load-clock.ts';
import { mix, Orders } from './orders.ts';
import { AT_ONCE, ScriptedCharges, type ChargeScript } from './scripted-charges.ts';
import { settle } from './settle.ts';

/** How a slice went; what it costs is measured from outside. */
export interface SliceOutcome {
  /** The first thing that was wrong, in one line. */
  readonly problem: string | null;
  /** By work: virtual milliseconds of each failing payment in ascending order at 50, 90, 99, 99.9 and 100 %; the store's size. */
  readonly figures: readonly number[];
}

/** Taken before anything of the candidate's is evaluated. */
const { min } = Math;

const START = 1_767_225_600_000;
const TTL_MS = 86_400_000;
const CONFIG = { maxAttempts: 4, retryDelayMs: 10, maxRetryDelayMs: 1_000, attemptTimeoutMs: 5_000 };

/** Callers at work side by side. */
const CALLERS = 10;
/** Callers of one key. */
const JOINED = 64;

/** One lost attempt in 10 % of payments, two in 1 %, three in 0.1 %. */
const LOSSY: ChargeScript = {
  delayMs: () => 50,
  losses: (order) => [order % 1000 < 1, order % 1000 < 10, order % 1000 < 100].filter(Boolean).length,
};

const SHUFFLED: ChargeScript = { delayMs: (order) => 1 + (mix(7, order) % 50), losses: () => 0 };

export class LoadTarget {
  readonly clock = new LoadClock(START);
  readonly #orders: Orders;
  readonly #charges: ScriptedCharges;
  readonly #background: Background;
  readonly #calls: CheckedCalls;
  readonly #claims: BulkClaims;
  #paid = 0;
  /** The first paid order that has not expired. */
  #firstPaid = 0;
  #problem: string | null = null;

  /** Opens the solution's store and processor, or empty ones; throws what a factory throws. */
  constructor(seed: number, background: Background, solution: Solution | 'empty') {
    this.#background = background;
    this.#orders = new Orders(seed);
    const networkError = solution === 'empty' ? undefined : solution.contract['NetworkError'];
    this.#charges = new ScriptedCharges({
      orders: this.#orders,
      clock: this.clock,
      networkError: () => (networkError === undefined ? new Error('lost') : new networkError('lost')),
    });
    const parts = solution === 'empty' ? emptyParts(this.#orders, this.#charges) : this.#open(solution);
    const complain = (problem: string): void => this.#complain(problem);
    this.#calls = new CheckedCalls({ parts, orders: this.#orders, complain });
    this.#claims = new BulkClaims({
      store: parts.store,
      orders: this.#orders,
      clock: this.clock,
      settle: (calls) => this.#settle(calls),
      complain,
    });
  }

  #open(solution: Solution): LoadParts {
    const now = (): number => this.clock.now();
    const clock = { now, sleep: (ms: number, signal?: AbortSignal) => this.clock.sleep(ms, signal) };
    const provider = { charge: (request: unknown) => this.#charges.charge(request) };
    // As under the hidden suites, where a store's clock can tell the time and no more.
    const store = callExport(solution.store(), 'createIdempotencyStore', [{ ttlMs: TTL_MS, clock: { now } }]);
    const options = {
      store,
      provider,
      clock,
      config: CONFIG,
      onUnrecorded: () => this.#complain('an outcome could not be recorded'),
    };
    return { store, processor: callExport(solution.processor(), 'createPaymentProcessor', [options]) };
  }

  async run(work: LoadWork, count: number): Promise<SliceOutcome> {
    this.#problem = null;
    const figures = await this.#work(work, count);
    return { problem: this.#problem, figures };
  }

  async #work(work: LoadWork, count: number): Promise<readonly number[]> {
    switch (work) {
      case 'fresh':
        await this.#payNew(count, CALLERS, AT_ONCE);
        return [];
      case 'interleaved':
        await this.#payNew(count, count, SHUFFLED);
        return [];
      case 'replayed':
        await this.#replay(count);
        return [];
      case 'joined':
        await this.#join(count);
        return [];
      case 'failing':
        return this.#payNew(count, count, LOSSY);
      case 'claims':
        await this.#claims.run(count, 0);
        return [];
      case 'expiring':
        return this.#expire(count);
      default:
        return work satisfies never;
    }
  }

  #complain(problem: string): void {
    this.#problem ??= problem;
  }

  /** Pays `count` new orders, `side` at a time; virtual milliseconds that each took, ascending. */
  async #payNew(count: number, side: number, script: ChargeScript): Promise<readonly number[]> {
    this.#charges.begin(script);
    const first = this.#paid;
    this.#paid += count;
    const latencies: number[] = [];
    for (let next = first; next < this.#paid; next += side) {
      this.clock.pass(1);
      const until = min(next + side, this.#paid);
      const began = this.clock.now();
      const calls: Promise<void>[] = [];
      for (let order = next; order < until; order += 1) {
        calls.push(
          this.#calls.pay(order).then(() => {
            latencies.push(this.clock.now() - began);
          }),
        );
      }
      await this.#settle(calls);
    }
    this.#checkCharges(count);
    await this.#settle(this.#calls.look(first, count));
    return latencies.sort((a, b) => a - b);
  }

  async #replay(count: number): Promise<void> {
    this.#charges.begin(AT_ONCE);
    for (let done = 0; done < count; done += CALLERS) {
      this.clock.pass(1);
      const calls: Promise<void>[] = [];
      for (let call = 0; call < CALLERS; call += 1)
        calls.push(this.#calls.pay(this.#firstPaid + (mix(done, call) % (this.#paid - this.#firstPaid))));
      await this.#settle(calls);
    }
    this.#checkCharges(0);
  }

  async #join(count: number): Promise<void> {
    this.#charges.begin(SHUFFLED);
    const first = this.#paid;
    for (let done = 0; done < count; done += JOINED) {
      this.clock.pass(1);
      const order = this.#paid;
      this.#paid += 1;
      const calls: Promise<void>[] = [];
      for (let call = 0; call < JOINED; call += 1) calls.push(this.#calls.pay(order));
      await this.#settle(calls);
    }
    this.#checkCharges(this.#paid - first);
  }

  #checkCharges(orders: number): void {
    const problem = this.#charges.problem(orders);
    if (problem !== null) this.#complain(problem);
  }

  /** Lets everything expire, and then `count` claims with the traffic of a thousand live records; what the store still holds when they have expired too. */
  async #expire(count: number): Promise<readonly number[]> {
    this.clock.pass(TTL_MS + 1);
    this.#firstPaid = this.#paid;
    await this.#claims.run(count, TTL_MS / 1000);
    this.clock.pass(TTL_MS + 1);
    this.#claims.forget();
    return [await this.#calls.size()];
  }

  async #settle(calls: readonly Promise<void>[]): Promise<void> {
    if (!(await settle(calls, { clock: this.clock, background: this.#background })))
      this.#complain('a call under load never settled');
  }
}
