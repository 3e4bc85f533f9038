import { ConfigError, IdempotencyError, NetworkError, PaymentError } from './contract.ts';
import type {
  IdempotencyRecord,
  JsonValue,
  PaymentOutcome,
  PaymentProcessor,
  PaymentProcessorOptions,
} from './contract.ts';

class Processor implements PaymentProcessor {
  private readonly options: PaymentProcessorOptions;
  private readonly tokens = new Map<string, string>();

  constructor(options: PaymentProcessorOptions) {
    this.options = options;
  }

  async processPayment(idempotencyKey: string, payload: JsonValue): Promise<JsonValue> {
    if (idempotencyKey === '' || idempotencyKey.length > 255) {
      throw new PaymentError('INVALID_REQUEST', 'invalid idempotency key');
    }
    const fingerprint = JSON.stringify(payload);
    const existing = await this.lookUp(idempotencyKey);
    if (existing !== undefined) {
      if (existing.fingerprint !== fingerprint) throw new PaymentError('PAYLOAD_MISMATCH', 'different payload');
      if (existing.status === 'completed') return existing.response ?? null;
      // A failed payment may be retried: go on and charge.
    } else {
      await this.claim(idempotencyKey, fingerprint);
    }
    return this.chargeAndUpdate(idempotencyKey, payload);
  }

  private async lookUp(key: string): Promise<IdempotencyRecord | undefined> {
    try {
      return await this.options.store.get(key);
    } catch (error) {
      if (error instanceof IdempotencyError && error.code === 'NOT_FOUND') return undefined;
      throw new PaymentError('STORE_UNAVAILABLE', 'look-up failed', {}, { cause: error });
    }
  }

  private async claim(key: string, fingerprint: string): Promise<void> {
    try {
      const result = await this.options.store.insertPending(key, { fingerprint, paymentId: crypto.randomUUID() });
      if (result.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'different payload');
      if (result.outcome === 'inserted') this.tokens.set(key, result.token);
      // A duplicate was inserted meanwhile: it is the same payment, so charging it is fine.
    } catch (error) {
      if (error instanceof PaymentError) throw error;
      throw new PaymentError('STORE_UNAVAILABLE', 'insert failed', {}, { cause: error });
    }
  }

  private async chargeAndUpdate(key: string, payload: JsonValue): Promise<JsonValue> {
    const paymentId = crypto.randomUUID();
    try {
      const response = await this.chargeWithRetry(paymentId, payload);
      await this.update(key, paymentId, { status: 'completed', response });
      return response;
    } catch (error) {
      await this.update(key, paymentId, { status: 'failed' });
      throw error;
    }
  }

  private async update(key: string, paymentId: string, outcome: PaymentOutcome): Promise<void> {
    try {
      await this.options.store.updateStatus(key, this.tokens.get(key) ?? '', outcome);
    } catch (cause) {
      this.options.onUnrecorded({ key, paymentId, status: outcome.status, cause });
    }
  }

  private async chargeWithRetry(paymentId: string, payload: JsonValue): Promise<JsonValue> {
    const { maxAttempts, retryDelayMs } = this.options.config;
    let attempt = 0;
    let lastError: unknown;
    while (attempt < maxAttempts) {
      try {
        return await this.chargeOnce(paymentId, attempt + 1, payload);
      } catch (error) {
        lastError = error;
        attempt += 1;
        if (attempt < maxAttempts) await this.options.clock.sleep(retryDelayMs * (1 << attempt));
      }
    }
    const details = { paymentId, attempts: attempt };
    throw new PaymentError('RETRIES_EXHAUSTED', 'max retries exceeded', details, { cause: lastError });
  }

  private chargeOnce(paymentId: string, attempt: number, payload: JsonValue): Promise<JsonValue> {
    const { provider, clock, config } = this.options;
    const { signal } = new AbortController();
    const timeout = clock.sleep(config.attemptTimeoutMs).then((): never => {
      throw new NetworkError('timeout');
    });
    return Promise.race([provider.charge({ paymentId, attempt, payload }, signal), timeout]);
  }
}

export function createPaymentProcessor(options: PaymentProcessorOptions): PaymentProcessor {
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = options.config;
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) throw new ConfigError('maxAttempts');
  if (!Number.isFinite(retryDelayMs) || retryDelayMs < 0) throw new ConfigError('retryDelayMs');
  if (!Number.isFinite(maxRetryDelayMs) || maxRetryDelayMs < 0) throw new ConfigError('maxRetryDelayMs');
  if (!Number.isFinite(attemptTimeoutMs) || attemptTimeoutMs <= 0) throw new ConfigError('attemptTimeoutMs');
  return new Processor(options);
}
