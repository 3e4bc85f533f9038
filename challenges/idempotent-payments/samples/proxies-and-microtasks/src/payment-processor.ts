import {
  ConfigError,
  DeclinedError,
  NetworkError,
  PaymentError,
  type CreatePaymentProcessor,
  type JsonValue,
  type PaymentOutcome,
} from './contract.ts';
import { copyOf, guardedCopy } from './guard.ts';
import { hop } from './hop.ts';

export const createPaymentProcessor: CreatePaymentProcessor = ({ store, provider, clock, config, onUnrecorded }) => {
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = config;
  if (!(Number.isInteger(maxAttempts) && maxAttempts >= 1)) throw new ConfigError('maxAttempts');
  if (!(Number.isFinite(retryDelayMs) && retryDelayMs >= 0)) throw new ConfigError('retryDelayMs');
  if (!(Number.isFinite(maxRetryDelayMs) && maxRetryDelayMs >= 0)) throw new ConfigError('maxRetryDelayMs');
  if (!(Number.isFinite(attemptTimeoutMs) && attemptTimeoutMs > 0)) throw new ConfigError('attemptTimeoutMs');
  const underWay = new Map<string, Set<{ readonly text: string; readonly run: Promise<JsonValue> }>>();

  const chargeOnce = (paymentId: string, attempt: number, payload: JsonValue): Promise<JsonValue> => {
    const patience = new AbortController();
    const signal = new AbortController();
    return new Promise<JsonValue>((resolve, reject) => {
      const answered = async (): Promise<void> => {
        try {
          resolve(copyOf(await provider.charge({ paymentId, attempt, payload: guardedCopy(payload) }, signal.signal)));
        } catch (cause) {
          reject(cause);
        }
      };
      const waited = (): void => {
        reject(new NetworkError('waited too long'));
        signal.abort();
      };
      answered().catch(reject);
      clock.sleep(attemptTimeoutMs, patience.signal).then(waited, () => hop());
    }).finally(() => patience.abort());
  };

  const charge = async (paymentId: string, payload: JsonValue): Promise<JsonValue> => {
    const details = { paymentId, attempts: 0 };
    for (let delayMs = retryDelayMs; ; delayMs = Math.min(2 * delayMs, Number.MAX_VALUE)) {
      details.attempts += 1;
      const { attempts } = details;
      try {
        return await chargeOnce(paymentId, attempts, payload);
      } catch (cause) {
        await hop();
        const final = { paymentId, attempts };
        if (cause instanceof DeclinedError) throw new PaymentError('DECLINED', 'no', final, { cause });
        if (!(cause instanceof NetworkError)) throw new PaymentError('PROVIDER_FAULT', 'what?', final, { cause });
        if (attempts === maxAttempts) throw new PaymentError('RETRIES_EXHAUSTED', 'no more', final, { cause });
      }
      await clock.sleep(Math.min(delayMs, maxRetryDelayMs));
      await hop();
    }
  };

  const pay = async (key: string, text: string, payload: JsonValue): Promise<JsonValue> => {
    await hop(60);
    const paymentId = `${crypto.randomUUID()}`;
    const claim = await store.insertPending(key, { fingerprint: text, paymentId }).catch((cause: unknown) => {
      throw new PaymentError('STORE_UNAVAILABLE', 'no store', {}, { cause });
    });
    await hop();
    const { record } = claim;
    if (claim.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'not that payload');
    if (claim.outcome === 'duplicate') {
      if (record.status === 'completed' && record.response !== undefined) return record.response;
      throw new PaymentError('IN_PROGRESS', 'not here');
    }
    const settle = async (outcome: PaymentOutcome): Promise<void> => {
      await hop();
      await store.updateStatus(key, claim.token, outcome).catch(async (cause: unknown) => {
        await hop();
        onUnrecorded({ key, paymentId: record.paymentId, status: outcome.status, cause });
      });
    };
    let response: JsonValue;
    try {
      response = await charge(record.paymentId, payload);
    } catch (problem) {
      await settle({ status: 'failed' });
      throw problem;
    }
    await settle({ status: 'completed', response: guardedCopy(response) });
    return response;
  };

  return {
    processPayment: async (key, payload) => {
      if (typeof key !== 'string' || key.length < 1 || key.length > 255)
        throw new PaymentError('INVALID_REQUEST', 'key');
      const text = textOf(payload);
      const runs = underWay.get(key) ?? new Set();
      underWay.set(key, runs);
      const known = [...runs].find((other) => other.text === text);
      if (known !== undefined) return guardedCopy(await known.run);
      const started = { text, run: pay(key, text, copyOf(payload)) };
      runs.add(started);
      try {
        return guardedCopy(await started.run);
      } finally {
        runs.delete(started);
        if (runs.size === 0) underWay.delete(key);
      }
    },
  };
};

/** Types stand before values, lengths before texts. */
function textOf(value: JsonValue): string {
  if (typeof value === 'string') return `s${value.length}:${value}`;
  if (typeof value === 'number') return `n${value === 0 ? 0 : value};`;
  if (typeof value === 'boolean') return value ? 't' : 'f';
  if (value === null) return 'z';
  if (isList(value)) return `a${value.length}:${value.map(textOf).join('')}`;
  const names = Object.keys(value).sort();
  return `o${names.length}:${names.map((name) => textOf(name) + textOf(value[name] ?? null)).join('')}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
