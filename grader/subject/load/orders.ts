/** What is paid under load: the n-th order's key, payload and receipt, all of them made from a seed. */

const { floor, imul } = Math;

/** Pairs of digits to the base 36. */
const PAIRS = 36 ** 2;

/** A payload as a shop would send it. */
export interface Order {
  readonly order: number;
  readonly [name: string]: unknown;
}

/**
 * Answers nobody can know but by charging: the solution is told neither seed nor formula. Keys look like those of the
 * hidden suites, so that no solution can have a lane of its own for the load.
 */
export class Orders {
  readonly #seed: number;
  /** Added to an order's number in its key; far above 0, as numbers may be negative. */
  readonly #offset: number;
  /** Every pair of digits: made here, because subjects that see no load need none. */
  readonly #pairs = Array.from({ length: PAIRS }, (_, number) => number.toString(36).padStart(2, '0'));

  constructor(seed: number) {
    this.#seed = seed;
    this.#offset = 2 ** 31 + mix(seed, 0);
  }

  key(order: number): string {
    return `key-${this.#word(order)}`;
  }

  /** The number in a key. */
  orderOf(key: unknown): number {
    return Number.parseInt(String(key).slice('key-'.length), 36) - this.#offset;
  }

  /** A claim as a processor would make it, without a payment behind it. */
  claim(order: number): { readonly key: string; readonly claim: object } {
    const word = this.#word(order);
    return { key: `key-${word}`, claim: { fingerprint: `fp-${word}`, paymentId: `pay-${word}` } };
  }

  /** Seven characters of its own for every order: digits to the base 36, by a table, because the engine converts large numbers slowly. */
  #word(order: number): string {
    const number = this.#offset + order;
    const high = floor(number / PAIRS ** 2);
    const low = number % PAIRS ** 2;
    return `${this.#pair(floor(high / PAIRS)).slice(1)}${this.#pair(high)}${this.#pair(floor(low / PAIRS))}${this.#pair(low)}`;
  }

  /** The last two digits of `number`. */
  #pair(number: number): string {
    return this.#pairs[number % PAIRS] ?? '';
  }

  payload(order: number): Order {
    return {
      order,
      amount: 100 + (mix(this.#seed, order) % 100_000),
      currency: 'EUR',
      customer: {
        id: `customer ${order % 997}`,
        email: `customer${order % 997}@shop.example`,
        returning: order % 3 > 0,
      },
      items: [
        { article: `article ${order % 89}`, quantity: 1 + (order % 4), price: 1_999 },
        { article: `article ${order % 97}`, quantity: 1, price: 450 },
      ],
      note: null,
    };
  }

  /** The provider's answer to the charge of an order. */
  response(order: number): object {
    return { receipt: this.#receipt(order), order, approved: true };
  }

  /** Whether `value` is what the provider answers to this order. */
  isResponse(value: unknown, order: number): boolean {
    if (typeof value !== 'object' || value === null) return false;
    return Reflect.get(value, 'receipt') === this.#receipt(order) && Reflect.get(value, 'approved') === true;
  }

  /** The number of the order that a request to the provider is about; `undefined` where it is none. */
  orderIn(request: unknown): number | undefined {
    const payload = memberOf(request, 'payload');
    const order = memberOf(payload, 'order');
    return typeof order === 'number' && memberOf(payload, 'currency') === 'EUR' ? order : undefined;
  }

  #receipt(order: number): string {
    return `receipt ${mix(this.#seed ^ 0x5bd1e995, order)}`;
  }
}

/** A number from 0 to 2^32 - 1 that looks like chance: the finaliser of MurmurHash3 by Austin Appleby, public domain. */
export function mix(seed: number, value: number): number {
  let mixed = imul(seed ^ value, 0x9e3779b1);
  mixed = imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

export function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
