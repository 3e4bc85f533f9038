import { ConfigError, DeclinedError, NetworkError, PaymentError } from './contract.ts';
import type { CreatePaymentProcessor, InsertResult, JsonValue, PaymentProcessorConfig } from './contract.ts';

interface Settled {
  readonly fingerprint: string;
  readonly response: JsonValue;
}

export const createPaymentProcessor: CreatePaymentProcessor = (options) => {
  const { store, provider, clock, config, onUnrecorded } = options;
  validate(config);
  const pending = new Map<string, Promise<JsonValue>>();
  // Saves a round trip to the store for what this processor has paid itself.
  const cache = new Map<string, Settled>();

  const pause = (failures: number): number => {
    let delay = config.retryDelayMs;
    for (let i = 1; i < failures; i += 1) delay *= 2;
    return Math.min(delay, config.maxRetryDelayMs);
  };

  const attempt = async (paymentId: string, number: number, payload: JsonValue): Promise<JsonValue> => {
    const abort = new AbortController();
    const cancel = new AbortController();
    const timer = clock.sleep(config.attemptTimeoutMs, cancel.signal).then(
      () => {
        abort.abort();
        return Promise.reject(new NetworkError('attempt timed out'));
      },
      () => new Promise<never>(() => undefined),
    );
    try {
      return await Promise.race([
        (async () =>
          provider.charge({ paymentId, attempt: number, payload: structuredClone(payload) }, abort.signal))(),
        timer,
      ]);
    } finally {
      cancel.abort();
    }
  };

  const charge = async (paymentId: string, payload: JsonValue): Promise<JsonValue> => {
    for (let number = 1; ; number += 1) {
      try {
        return await attempt(paymentId, number, payload);
      } catch (cause) {
        const details = { paymentId, attempts: number };
        if (cause instanceof DeclinedError) throw new PaymentError('DECLINED', 'declined', details, { cause });
        if (!(cause instanceof NetworkError)) throw new PaymentError('PROVIDER_FAULT', 'fault', details, { cause });
        if (number >= config.maxAttempts) throw new PaymentError('RETRIES_EXHAUSTED', 'gave up', details, { cause });
        await clock.sleep(pause(number));
      }
    }
  };

  const start = async (key: string, fingerprint: string, payload: JsonValue): Promise<JsonValue> => {
    const paymentId = crypto.randomUUID();
    let claim: InsertResult;
    try {
      claim = await store.insertPending(key, { fingerprint, paymentId });
    } catch (cause) {
      throw new PaymentError('STORE_UNAVAILABLE', 'store unavailable', {}, { cause });
    }
    if (claim.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'other payload');
    if (claim.outcome === 'duplicate') {
      if (claim.record.status !== 'completed') throw new PaymentError('IN_PROGRESS', 'in progress');
      return claim.record.response ?? null;
    }
    let response: JsonValue;
    try {
      response = await charge(claim.record.paymentId, payload);
    } catch (failure) {
      await store.updateStatus(key, claim.token, { status: 'failed' });
      throw failure;
    }
    try {
      await store.updateStatus(key, claim.token, { status: 'completed', response });
    } catch (cause) {
      onUnrecorded({ key, paymentId, status: 'completed', cause });
    }
    cache.set(key, { fingerprint, response });
    return response;
  };

  return {
    async processPayment(key, payload) {
      if (key.length === 0 || key.length > 255) throw new PaymentError('INVALID_REQUEST', 'invalid key');
      const mine = structuredClone(payload);
      const fingerprint = canonical(mine);
      const known = cache.get(key);
      if (known !== undefined && known.fingerprint === fingerprint) return structuredClone(known.response);
      const id = JSON.stringify([key, fingerprint]);
      let run = pending.get(id);
      if (run === undefined) {
        run = start(key, fingerprint, mine).finally(() => pending.delete(id));
        pending.set(id, run);
      }
      return structuredClone(await run);
    },
  };
};

function validate({ maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs }: PaymentProcessorConfig): void {
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) throw new ConfigError('maxAttempts');
  if (!Number.isFinite(attemptTimeoutMs) || attemptTimeoutMs <= 0) throw new ConfigError('attemptTimeoutMs');
  if (![retryDelayMs, maxRetryDelayMs].every((ms) => Number.isFinite(ms) && ms >= 0)) throw new ConfigError('delays');
}

function canonical(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.entries(value).sort(([a], [b]) => a.localeCompare(b));
  return `{${members.map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`).join(',')}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
