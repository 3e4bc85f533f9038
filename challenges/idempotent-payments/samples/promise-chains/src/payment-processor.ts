import { charge } from './charge';
import { ConfigError, DeclinedError, NetworkError, PaymentError } from './contract';
import type { CreatePaymentProcessor, InsertResult, JsonValue, PaymentErrorCode, PaymentOutcome } from './contract';
import { fingerprintOf } from './fingerprint';

const codeOf = (cause: unknown): PaymentErrorCode => {
  if (cause instanceof NetworkError) return 'RETRIES_EXHAUSTED';
  return cause instanceof DeclinedError ? 'DECLINED' : 'PROVIDER_FAULT';
};

const atLeast = (limit: number, value: number, name: string): void => {
  if (!Number.isFinite(value) || value < limit) throw new ConfigError(`${name}: ${value}`);
};

export const createPaymentProcessor: CreatePaymentProcessor = ({ store, provider, clock, config, onUnrecorded }) => {
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = config;
  atLeast(1, maxAttempts, 'maxAttempts');
  if (!Number.isInteger(maxAttempts)) throw new ConfigError(`maxAttempts: ${maxAttempts}`);
  atLeast(0, retryDelayMs, 'retryDelayMs');
  atLeast(0, maxRetryDelayMs, 'maxRetryDelayMs');
  atLeast(Number.MIN_VALUE, attemptTimeoutMs, 'attemptTimeoutMs');

  const runs = new Map<string, Promise<JsonValue>>();

  const attemptFrom = (n: number, delayMs: number, paymentId: string, payload: JsonValue): Promise<JsonValue> =>
    charge(provider, clock, attemptTimeoutMs, { paymentId, attempt: n, payload: structuredClone(payload) }).catch(
      (cause: unknown) => {
        const code = codeOf(cause);
        if (code !== 'RETRIES_EXHAUSTED' || n >= maxAttempts) {
          throw new PaymentError(code, `${code} after ${n} attempts`, { paymentId, attempts: n }, { cause });
        }
        return clock
          .sleep(delayMs)
          .then(() => attemptFrom(n + 1, Math.min(maxRetryDelayMs, 2 * delayMs), paymentId, payload));
      },
    );

  const claim = (key: string, fingerprint: string): Promise<InsertResult> =>
    new Promise<InsertResult>((resolve) =>
      resolve(store.insertPending(key, { fingerprint, paymentId: crypto.randomUUID() })),
    ).catch((cause: unknown) => {
      throw new PaymentError('STORE_UNAVAILABLE', 'no claim', {}, { cause });
    });

  const run = (key: string, fingerprint: string, payload: JsonValue): Promise<JsonValue> =>
    claim(key, fingerprint).then((claimed) => {
      const { record } = claimed;
      if (claimed.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'another payload');
      if (claimed.outcome === 'duplicate') {
        if (record.response === undefined) throw new PaymentError('IN_PROGRESS', 'under way elsewhere');
        return record.response;
      }
      const { paymentId } = record;
      const settle = (outcome: PaymentOutcome): Promise<void> =>
        new Promise<void>((resolve) => resolve(store.updateStatus(key, claimed.token, outcome))).catch(
          (cause: unknown) => onUnrecorded({ key, paymentId, status: outcome.status, cause }),
        );
      return attemptFrom(1, Math.min(maxRetryDelayMs, retryDelayMs), paymentId, payload).then(
        (response) => settle({ status: 'completed', response }).then(() => response),
        (error: unknown) =>
          settle({ status: 'failed' }).then(() => {
            throw error;
          }),
      );
    });

  return {
    processPayment: (key, payload) =>
      new Promise<JsonValue>((resolve) => {
        if (!(key.length > 0 && key.length <= 255)) throw new PaymentError('INVALID_REQUEST', 'unusable key');
        const fingerprint = fingerprintOf(payload);
        const name = `${key.length}:${key}${fingerprint}`;
        let current = runs.get(name);
        if (current === undefined) {
          current = run(key, fingerprint, structuredClone(payload)).finally(() => runs.delete(name));
          runs.set(name, current);
        }
        resolve(current.then((response) => structuredClone(response)));
      }),
  };
};
