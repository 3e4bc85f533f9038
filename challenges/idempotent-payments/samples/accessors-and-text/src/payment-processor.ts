import {
  ConfigError,
  NetworkError,
  PaymentError,
  type Clock,
  type CreatePaymentProcessor,
  type IdempotencyStore,
  type InsertResult,
  type JsonValue,
  type PaymentOutcome,
  type PaymentProcessor,
  type PaymentProcessorConfig,
  type PaymentProcessorOptions,
  type PaymentProvider,
} from './contract.ts';
import { orderedText, parseJson } from './json-text.ts';
import { Outcome } from './outcome.ts';
import { Declined, Exhausted, Fault, Unavailable } from './payment-errors.ts';

interface Owned {
  readonly key: string;
  readonly token: string;
  readonly paymentId: string;
}

class Processor implements PaymentProcessor {
  readonly #store: IdempotencyStore;
  readonly #provider: PaymentProvider;
  readonly #clock: Clock;
  readonly #config: PaymentProcessorConfig;
  readonly #onUnrecorded: PaymentProcessorOptions['onUnrecorded'];
  /** The text of the response under way, by key and then by the text of the payload. */
  readonly #underWay = new Map<string, Map<string, Promise<string>>>();

  constructor({ store, provider, clock, config, onUnrecorded }: PaymentProcessorOptions) {
    this.#store = store;
    this.#provider = provider;
    this.#clock = clock;
    this.#config = { ...config };
    this.#onUnrecorded = onUnrecorded;
  }

  processPayment(key: string, payload: JsonValue): Promise<JsonValue> {
    return Outcome.of(() => {
      if (!/^[^]{1,255}$/.test(key)) throw new PaymentError('INVALID_REQUEST', `Bad key of ${key.length} units.`);
      return this.#join(key, orderedText(payload), JSON.stringify(payload)).then(parseJson);
    });
  }

  #join(key: string, fingerprint: string, payload: string): Promise<string> {
    const runs = this.#underWay.get(key) ?? new Map<string, Promise<string>>();
    this.#underWay.set(key, runs);
    const known = runs.get(fingerprint);
    if (known !== undefined) return known;
    const run = this.#run(key, fingerprint, payload).finally(() => {
      runs.delete(fingerprint);
      if (runs.size === 0) this.#underWay.delete(key);
    });
    runs.set(fingerprint, run);
    return run;
  }

  async #run(key: string, fingerprint: string, payload: string): Promise<string> {
    const claim = await this.#claim(key, fingerprint);
    const { record } = claim;
    switch (claim.outcome) {
      case 'mismatch':
        throw new PaymentError('PAYLOAD_MISMATCH', 'The key is taken.');
      case 'duplicate':
        if (record.status === 'pending') throw new PaymentError('IN_PROGRESS', 'Under way elsewhere.');
        return JSON.stringify(record.response);
      case 'inserted':
        return this.#pay({ key, token: claim.token, paymentId: record.paymentId }, payload);
    }
  }

  #claim(key: string, fingerprint: string): Promise<InsertResult> {
    const paymentId = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(36)).join('-');
    return this.#store.insertPending(key, { fingerprint, paymentId }).catch((cause: unknown) => {
      throw new Unavailable(cause);
    });
  }

  async #pay(owned: Owned, payload: string): Promise<string> {
    let text: string;
    try {
      text = await this.#charge(owned.paymentId, payload, 1);
    } catch (problem) {
      await this.#settle(owned, { status: 'failed' });
      throw problem;
    }
    await this.#settle(owned, { status: 'completed', response: parseJson(text) });
    return text;
  }

  #settle({ key, token, paymentId }: Owned, outcome: PaymentOutcome): Promise<void> {
    return this.#store.updateStatus(key, token, outcome).catch((cause: unknown) => {
      this.#onUnrecorded({ key, paymentId, status: outcome.status, cause });
    });
  }

  async #charge(paymentId: string, payload: string, attempt: number): Promise<string> {
    const { maxAttempts, retryDelayMs, maxRetryDelayMs } = this.#config;
    try {
      return await this.#attempt(paymentId, payload, attempt);
    } catch (cause) {
      const details = { paymentId, attempts: attempt };
      if (isCalled(cause, 'DeclinedError')) throw new Declined(details, cause);
      if (!isCalled(cause, 'NetworkError')) throw new Fault(details, cause);
      if (attempt >= maxAttempts) throw new Exhausted(details, cause);
    }
    const grown = retryDelayMs === 0 ? 0 : retryDelayMs * Math.pow(2, attempt - 1);
    await this.#clock.sleep(grown > maxRetryDelayMs ? maxRetryDelayMs : grown);
    return this.#charge(paymentId, payload, attempt + 1);
  }

  async #attempt(paymentId: string, payload: string, attempt: number): Promise<string> {
    const { attemptTimeoutMs } = this.#config;
    const [ours, theirs] = [new AbortController(), new AbortController()];
    try {
      const late = this.#clock.sleep(attemptTimeoutMs, ours.signal).then((): never => {
        throw new Late(`${attemptTimeoutMs} ms are over`);
      });
      const request = { paymentId, attempt, payload: parseJson(payload) };
      const answer = Outcome.of(() => this.#provider.charge(request, theirs.signal));
      return JSON.stringify(await Promise.race([answer, late]));
    } catch (problem) {
      if (problem instanceof Late) theirs.abort(problem);
      throw problem;
    } finally {
      ours.abort();
    }
  }
}

class Late extends NetworkError {}

function isCalled(value: unknown, name: string): boolean {
  return value instanceof Error && value.name === name;
}

export const createPaymentProcessor: CreatePaymentProcessor = (options) => {
  const { maxAttempts, attemptTimeoutMs, retryDelayMs, maxRetryDelayMs } = options.config;
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) throw new ConfigError('maxAttempts');
  if (!Number.isFinite(attemptTimeoutMs) || attemptTimeoutMs <= 0) throw new ConfigError('attemptTimeoutMs');
  for (const delayMs of [retryDelayMs, maxRetryDelayMs]) {
    if (!Number.isFinite(delayMs) || delayMs < 0) throw new ConfigError('a delay is a finite number of at least 0');
  }
  return Object.freeze(new Processor(options));
};
