import {
  ConfigError,
  DeclinedError,
  NetworkError,
  PaymentError,
  type CreatePaymentProcessor,
  type InsertResult,
  type JsonValue,
} from './contract.ts';

export const createPaymentProcessor: CreatePaymentProcessor = ({ store, provider, clock, config, onUnrecorded }) => {
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = config;
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) throw new ConfigError('maxAttempts');
  if (!Number.isFinite(retryDelayMs) || retryDelayMs < 0) throw new ConfigError('retryDelayMs');
  if (!Number.isFinite(maxRetryDelayMs) || maxRetryDelayMs < 0) throw new ConfigError('maxRetryDelayMs');
  if (!Number.isFinite(attemptTimeoutMs) || attemptTimeoutMs <= 0) throw new ConfigError('attemptTimeoutMs');

  const inFlight = new Map<string, Promise<JsonValue>>();

  async function chargeWithTimeout(paymentId: string, attempt: number, payload: JsonValue): Promise<JsonValue> {
    const controller = new AbortController();
    const timeout = clock.sleep(attemptTimeoutMs).then(() => {
      controller.abort();
      throw new NetworkError('timeout');
    });
    return Promise.race([provider.charge({ paymentId, attempt, payload }, controller.signal), timeout]);
  }

  async function chargeWithRetry(paymentId: string, payload: JsonValue): Promise<JsonValue> {
    let lastError: unknown;
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      try {
        return await chargeWithTimeout(paymentId, attempt, payload);
      } catch (error) {
        lastError = error;
        const details = { paymentId, attempts: attempt };
        if (error instanceof DeclinedError)
          throw new PaymentError('DECLINED', error.message, details, { cause: error });
        if (!(error instanceof NetworkError)) {
          throw new PaymentError('PROVIDER_FAULT', 'Unexpected provider error', details, { cause: error });
        }
        if (attempt < maxAttempts) await clock.sleep(Math.min(retryDelayMs * 2 ** (attempt - 1), maxRetryDelayMs));
      }
    }
    const details = { paymentId, attempts: maxAttempts };
    throw new PaymentError('RETRIES_EXHAUSTED', 'All attempts failed', details, { cause: lastError });
  }

  async function run(key: string, payload: JsonValue): Promise<JsonValue> {
    let result: InsertResult;
    try {
      const fingerprint = JSON.stringify(payload);
      result = await store.insertPending(key, { fingerprint, paymentId: crypto.randomUUID() });
    } catch (error) {
      throw new PaymentError('STORE_UNAVAILABLE', 'Could not claim the key', {}, { cause: error });
    }
    const { record } = result;
    if (result.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'Key used with another payload');
    if (result.outcome === 'duplicate') {
      if (record.status === 'completed') return record.response ?? null;
      throw new PaymentError('IN_PROGRESS', 'Payment is in progress');
    }
    const { token } = result;
    try {
      const response = await chargeWithRetry(record.paymentId, payload);
      await store.updateStatus(key, token, { status: 'completed', response });
      return response;
    } catch (error) {
      try {
        await store.updateStatus(key, token, { status: 'failed' });
      } catch (cause) {
        onUnrecorded({ key, paymentId: record.paymentId, status: 'failed', cause });
      }
      throw error;
    }
  }

  return {
    async processPayment(idempotencyKey, payload) {
      if (idempotencyKey.length < 1 || idempotencyKey.length > 255) {
        throw new PaymentError('INVALID_REQUEST', 'Invalid idempotency key');
      }
      const existing = inFlight.get(idempotencyKey);
      if (existing) return existing;
      const promise = run(idempotencyKey, payload).finally(() => inFlight.delete(idempotencyKey));
      inFlight.set(idempotencyKey, promise);
      return promise;
    },
  };
};
