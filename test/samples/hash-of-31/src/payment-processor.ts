import {
  ConfigError,
  DeclinedError,
  NetworkError,
  PaymentError,
  type CreatePaymentProcessor,
  type InsertResult,
  type JsonValue,
  type PaymentOutcome,
} from './contract.ts';

interface Run {
  readonly fingerprint: string;
  readonly result: Promise<JsonValue>;
}

export const createPaymentProcessor: CreatePaymentProcessor = ({ store, provider, clock, config, onUnrecorded }) => {
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = config;
  const positive = Number.isInteger(maxAttempts) && maxAttempts > 0 && attemptTimeoutMs > 0;
  const finite = [retryDelayMs, maxRetryDelayMs, attemptTimeoutMs].every(Number.isFinite);
  if (!positive || !finite || retryDelayMs < 0 || maxRetryDelayMs < 0) throw new ConfigError('bad config');
  /** At most one for each key. */
  const runs = new Map<string, Run>();

  async function attempt(paymentId: string, number: number, payload: JsonValue): Promise<JsonValue> {
    const call = new AbortController();
    const timer = new AbortController();
    const late = clock.sleep(attemptTimeoutMs, timer.signal).then(() => {
      throw new NetworkError('timed out');
    });
    try {
      const request = { paymentId, attempt: number, payload: structuredClone(payload) };
      return await Promise.race([late, Promise.resolve().then(() => provider.charge(request, call.signal))]);
    } catch (error) {
      call.abort();
      throw error;
    } finally {
      timer.abort();
    }
  }

  async function charge(paymentId: string, payload: JsonValue): Promise<JsonValue> {
    for (let number = 1; ; number += 1) {
      try {
        return await attempt(paymentId, number, payload);
      } catch (cause) {
        const details = { paymentId, attempts: number };
        if (cause instanceof DeclinedError) throw new PaymentError('DECLINED', 'declined', details, { cause });
        if (!(cause instanceof NetworkError)) throw new PaymentError('PROVIDER_FAULT', 'fault', details, { cause });
        if (number === maxAttempts) throw new PaymentError('RETRIES_EXHAUSTED', 'exhausted', details, { cause });
      }
      await clock.sleep(Math.min(maxRetryDelayMs, retryDelayMs * 2 ** (number - 1)));
    }
  }

  async function settle(key: string, token: string, paymentId: string, outcome: PaymentOutcome): Promise<void> {
    try {
      await store.updateStatus(key, token, outcome);
    } catch (cause) {
      onUnrecorded({ key, paymentId, status: outcome.status, cause });
    }
  }

  async function pay(key: string, fingerprint: string, payload: JsonValue): Promise<JsonValue> {
    const paymentId = crypto.randomUUID();
    let claim: InsertResult;
    try {
      claim = await store.insertPending(key, { fingerprint, paymentId });
    } catch (cause) {
      throw new PaymentError('STORE_UNAVAILABLE', 'no claim', {}, { cause });
    }
    if (claim.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'another payload');
    if (claim.outcome === 'duplicate') {
      if (claim.record.status === 'pending') throw new PaymentError('IN_PROGRESS', 'in progress');
      return claim.record.response ?? null;
    }
    let response: JsonValue;
    try {
      response = await charge(claim.record.paymentId, payload);
    } catch (error) {
      await settle(key, claim.token, paymentId, { status: 'failed' });
      throw error;
    }
    await settle(key, claim.token, paymentId, { status: 'completed', response });
    return response;
  }

  return {
    processPayment: async (key, payload) => {
      if (key.length < 1 || key.length > 255) throw new PaymentError('INVALID_REQUEST', 'key');
      const fingerprint = hash(canonical(payload)).toString(16);
      const current = runs.get(key);
      if (current?.fingerprint === fingerprint) return structuredClone(await current.result);
      const result = pay(key, fingerprint, structuredClone(payload)).finally(() => runs.delete(key));
      runs.set(key, { fingerprint, result });
      return structuredClone(await result);
    },
  };
};

/** The well-known hash of strings. */
function hash(text: string): number {
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) sum = (sum * 31 + text.charCodeAt(index)) | 0;
  return sum >>> 0;
}

function canonical(value: JsonValue): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name] ?? null)}`).join(',')}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
