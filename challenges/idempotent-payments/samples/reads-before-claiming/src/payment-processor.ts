import { canonical } from './canonical.js';
import { ConfigError, DeclinedError, NetworkError, PaymentError } from './contract.js';
import type {
  IdempotencyRecord,
  InsertResult,
  JsonValue,
  PaymentOutcome,
  PaymentProcessor,
  PaymentProcessorConfig,
  PaymentProcessorOptions,
  UnrecordedOutcome,
} from './contract.js';
import { withTimeout } from './timeout.js';

export function createPaymentProcessor(options: PaymentProcessorOptions): PaymentProcessor {
  const { store, provider, clock } = options;
  const config = readConfig(options.config);
  const underWay = new Map<string, Map<string, Promise<JsonValue>>>();

  /** The key's record where it is finished; a read that fails says nothing, the claim will. */
  async function finished(key: string): Promise<IdempotencyRecord | undefined> {
    try {
      const record = await store.get(key);
      return record.status === 'completed' ? record : undefined;
    } catch {
      return undefined;
    }
  }

  async function claim(key: string, fingerprint: string): Promise<InsertResult> {
    try {
      return await store.insertPending(key, { fingerprint, paymentId: `pay_${crypto.randomUUID()}` });
    } catch (cause) {
      throw new PaymentError('STORE_UNAVAILABLE', 'could not claim the key', {}, { cause });
    }
  }

  function answerFrom(record: IdempotencyRecord): JsonValue {
    if (record.status !== 'completed') throw new PaymentError('IN_PROGRESS', 'not finished yet');
    return record.response ?? null;
  }

  async function charge(paymentId: string, payload: JsonValue): Promise<JsonValue> {
    let delayMs = Math.min(config.retryDelayMs, config.maxRetryDelayMs);
    for (let attempt = 1; ; attempt++) {
      try {
        const request = { paymentId, attempt, payload: structuredClone(payload) };
        const charged = await withTimeout(clock, config.attemptTimeoutMs, async (signal) =>
          structuredClone(await provider.charge(request, signal)),
        );
        return charged;
      } catch (cause) {
        const details = { paymentId, attempts: attempt };
        if (cause instanceof DeclinedError) throw new PaymentError('DECLINED', cause.message, details, { cause });
        if (!(cause instanceof NetworkError)) throw new PaymentError('PROVIDER_FAULT', 'fault', details, { cause });
        if (attempt >= config.maxAttempts) {
          throw new PaymentError('RETRIES_EXHAUSTED', cause.message, details, { cause });
        }
      }
      if (delayMs > 0) await clock.sleep(delayMs);
      delayMs = Math.min(delayMs * 2, config.maxRetryDelayMs);
    }
  }

  function report(key: string, paymentId: string, status: UnrecordedOutcome['status'], cause: unknown): void {
    options.onUnrecorded({ key, paymentId, status, cause });
  }

  async function run(key: string, fingerprint: string, payload: JsonValue): Promise<JsonValue> {
    const earlier = await finished(key);
    if (earlier?.fingerprint === fingerprint) return answerFrom(earlier);
    const result = await claim(key, fingerprint);
    const { paymentId } = result.record;
    if (result.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'not the same payload');
    if (result.outcome === 'duplicate') return answerFrom(result.record);
    const charged = await charge(paymentId, payload).then(
      (response) => ({ response, failure: undefined }),
      (failure: unknown) => ({ response: null, failure: { failure } }),
    );
    const outcome: PaymentOutcome =
      charged.failure === undefined ? { status: 'completed', response: charged.response } : { status: 'failed' };
    try {
      await store.updateStatus(key, result.token, outcome);
    } catch (cause) {
      report(key, paymentId, outcome.status, cause);
    }
    if (charged.failure !== undefined) throw charged.failure.failure;
    return charged.response;
  }

  return {
    async processPayment(key, payload) {
      if (!(key.length >= 1 && key.length <= 255)) throw new PaymentError('INVALID_REQUEST', 'not a usable key');
      const fingerprint = canonical(payload);
      const runs = underWay.get(key) ?? new Map<string, Promise<JsonValue>>();
      underWay.set(key, runs);
      const current =
        runs.get(fingerprint) ??
        run(key, fingerprint, structuredClone(payload)).finally(() => {
          runs.delete(fingerprint);
          if (runs.size === 0 && underWay.get(key) === runs) underWay.delete(key);
        });
      runs.set(fingerprint, current);
      return structuredClone(await current);
    },
  };
}

function readConfig(config: PaymentProcessorConfig): PaymentProcessorConfig {
  const finite = (value: number, least: number, name: string): number => {
    if (!Number.isFinite(value) || value < least) throw new ConfigError(`${name} must be finite, from ${least} on`);
    return value;
  };
  if (!Number.isInteger(config.maxAttempts)) throw new ConfigError('maxAttempts must be an integer');
  if (config.attemptTimeoutMs === 0) throw new ConfigError('attemptTimeoutMs must be above 0');
  return {
    maxAttempts: finite(config.maxAttempts, 1, 'maxAttempts'),
    retryDelayMs: finite(config.retryDelayMs, 0, 'retryDelayMs'),
    maxRetryDelayMs: finite(config.maxRetryDelayMs, 0, 'maxRetryDelayMs'),
    attemptTimeoutMs: finite(config.attemptTimeoutMs, 0, 'attemptTimeoutMs'),
  };
}
