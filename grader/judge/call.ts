/** A call into the subject: awaited like a promise, looked at like a record. */

/** Drives the subject until `settled` holds; rejects when it never can. */
export type Drive = (settled: () => boolean, what: string) => Promise<void>;

/** Where a call stands; `at` is the virtual time at which it settled. */
export type Standing<T> =
  | { readonly state: 'open' }
  | { readonly state: 'resolved'; readonly value: T; readonly at: number }
  | { readonly state: 'rejected'; readonly error: unknown; readonly at: number };

export class Call<T> implements PromiseLike<T> {
  /** Names the call in commands. */
  readonly id: string;
  /** `processPayment("k")`: for messages. */
  readonly title: string;
  readonly #drive: Drive;
  #standing: Standing<T> = { state: 'open' };

  constructor(id: string, title: string, drive: Drive) {
    this.id = id;
    this.title = title;
    this.#drive = drive;
  }

  get standing(): Standing<T> {
    return this.#standing;
  }

  get state(): Standing<T>['state'] {
    return this.#standing.state;
  }

  /** Handle of the kept result, for `scramble`, `reread` and `shares`. */
  get handle(): string {
    return `call:${this.id}`;
  }

  /** Virtual time at which it settled; `undefined` while it is open. */
  get settledAt(): number | undefined {
    return this.#standing.state === 'open' ? undefined : this.#standing.at;
  }

  /** Records how the call ended; the first end counts. */
  settle(standing: Exclude<Standing<T>, { readonly state: 'open' }>): void {
    if (this.#standing.state === 'open') this.#standing = standing;
  }

  then<A = T, B = never>(
    onResolved?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#outcome().then(onResolved, onRejected);
  }

  async #outcome(): Promise<T> {
    await this.#drive(() => this.#standing.state !== 'open', this.title);
    const standing = this.#standing;
    if (standing.state === 'open') throw new Error('driven to its end, yet open');
    if (standing.state === 'rejected') throw standing.error;
    return standing.value;
  }
}
