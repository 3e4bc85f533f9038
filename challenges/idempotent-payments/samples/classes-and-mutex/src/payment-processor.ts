import { ConfigError, DeclinedError, NetworkError, PaymentError } from './contract.ts';
import type {
  IdempotencyRecord,
  InsertResult,
  JsonValue,
  PaymentOutcome,
  PaymentProcessor,
  PaymentProcessorConfig,
  PaymentProcessorOptions,
} from './contract.ts';
import { Payload } from './payload.ts';

class Processor implements PaymentProcessor {
  readonly #options: PaymentProcessorOptions;
  readonly #config: PaymentProcessorConfig;
  /** Runs under way, by key and then by fingerprint. */
  readonly #underWay = new Map<string, Map<string, Promise<JsonValue>>>();

  constructor(options: PaymentProcessorOptions) {
    this.#options = options;
    this.#config = { ...options.config };
  }

  async processPayment(idempotencyKey: string, payload: JsonValue): Promise<JsonValue> {
    if (idempotencyKey.length < 1 || idempotencyKey.length > 255) {
      throw new PaymentError('INVALID_REQUEST', 'the key has to have 1 to 255 characters');
    }
    const own = new Payload(payload);
    const runsOfKey = this.#underWay.get(idempotencyKey) ?? new Map<string, Promise<JsonValue>>();
    this.#underWay.set(idempotencyKey, runsOfKey);
    let run = runsOfKey.get(own.fingerprint);
    if (run === undefined) {
      run = this.#run(idempotencyKey, own).finally(() => {
        runsOfKey.delete(own.fingerprint);
        if (runsOfKey.size === 0) this.#underWay.delete(idempotencyKey);
      });
      runsOfKey.set(own.fingerprint, run);
    }
    return structuredClone(await run);
  }

  async #run(key: string, payload: Payload): Promise<JsonValue> {
    const result = await this.#claim(key, payload.fingerprint);
    if (result.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', `another payload: ${key}`);
    if (result.outcome === 'duplicate') return this.#recorded(result.record);
    const { paymentId } = result.record;
    let outcome: PaymentOutcome = { status: 'failed' };
    try {
      const response = await this.#chargeRepeatedly(paymentId, payload);
      outcome = { status: 'completed', response };
      return response;
    } finally {
      await this.#record(key, paymentId, result.token, outcome);
    }
  }

  async #claim(key: string, fingerprint: string): Promise<InsertResult> {
    try {
      return await this.#options.store.insertPending(key, { fingerprint, paymentId: crypto.randomUUID() });
    } catch (cause) {
      throw new PaymentError('STORE_UNAVAILABLE', 'no claim, no charge', {}, { cause });
    }
  }

  #recorded(record: IdempotencyRecord): JsonValue {
    if (record.status === 'completed' && record.response !== undefined) return record.response;
    throw new PaymentError('IN_PROGRESS', `under way elsewhere: ${record.key}`);
  }

  async #record(key: string, paymentId: string, token: string, outcome: PaymentOutcome): Promise<void> {
    try {
      await this.#options.store.updateStatus(key, token, outcome);
    } catch (cause) {
      this.#options.onUnrecorded({ key, paymentId, status: outcome.status, cause });
    }
  }

  async #chargeRepeatedly(paymentId: string, payload: Payload): Promise<JsonValue> {
    const { maxAttempts, retryDelayMs, maxRetryDelayMs } = this.#config;
    let delay = Math.min(maxRetryDelayMs, retryDelayMs);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#chargeOnce(paymentId, attempt, payload);
      } catch (cause) {
        const details = { paymentId, attempts: attempt };
        if (cause instanceof DeclinedError) throw new PaymentError('DECLINED', 'declined', details, { cause });
        if (!(cause instanceof NetworkError)) throw new PaymentError('PROVIDER_FAULT', 'fault', details, { cause });
        if (attempt === maxAttempts) throw new PaymentError('RETRIES_EXHAUSTED', 'gave up', details, { cause });
      }
      await this.#options.clock.sleep(delay);
      // Doubling what is already capped gives the same delays and cannot overflow.
      delay = Math.min(maxRetryDelayMs, delay * 2);
    }
  }

  #chargeOnce(paymentId: string, attempt: number, payload: Payload): Promise<JsonValue> {
    const { clock, provider } = this.#options;
    const charging = new AbortController();
    const sleeping = new AbortController();
    return new Promise((resolve, reject) => {
      let open = true;
      const finish = (settle: () => void): void => {
        if (!open) return;
        open = false;
        sleeping.abort();
        settle();
      };
      const answered = (response: JsonValue): void => finish(() => resolve(structuredClone(response)));
      const failed = (reason: unknown): void => finish(() => reject(reason));
      const timedOut = (): void =>
        finish(() => {
          reject(new NetworkError(`attempt ${attempt} timed out`));
          charging.abort();
        });
      clock.sleep(this.#config.attemptTimeoutMs, sleeping.signal).then(timedOut, failed);
      try {
        provider.charge({ paymentId, attempt, payload: payload.copy() }, charging.signal).then(answered, failed);
      } catch (reason) {
        failed(reason);
      }
    });
  }
}

function checked(config: PaymentProcessorConfig): void {
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = config;
  if (!Number.isSafeInteger(maxAttempts) || maxAttempts < 1) throw new ConfigError('maxAttempts');
  if (!Number.isFinite(retryDelayMs) || retryDelayMs < 0) throw new ConfigError('retryDelayMs');
  if (!Number.isFinite(maxRetryDelayMs) || maxRetryDelayMs < 0) throw new ConfigError('maxRetryDelayMs');
  if (!Number.isFinite(attemptTimeoutMs) || attemptTimeoutMs <= 0) throw new ConfigError('attemptTimeoutMs');
}

export function createPaymentProcessor(options: PaymentProcessorOptions): PaymentProcessor {
  checked(options.config);
  return new Processor(options);
}
