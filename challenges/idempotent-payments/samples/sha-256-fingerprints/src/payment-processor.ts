import { ConfigError, DeclinedError, NetworkError, PaymentError } from './contract.ts';
import type {
  ChargeRequest,
  InsertResult,
  JsonValue,
  PaymentOutcome,
  PaymentProcessor,
  PaymentProcessorOptions,
} from './contract.ts';
import { sha256 } from './digest.ts';
import { stableJson } from './stable-json.ts';

/** Aborted attempts and finished sleepers need no reason of their own. */
const OVER = 'over';

class AttemptTooSlow extends NetworkError {}

export function createPaymentProcessor(options: PaymentProcessorOptions): PaymentProcessor {
  const { store, provider, clock, onUnrecorded } = options;
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = options.config;
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) throw new ConfigError('maxAttempts: an integer from 1 on');
  for (const delay of [retryDelayMs, maxRetryDelayMs]) {
    if (!Number.isFinite(delay) || delay < 0) throw new ConfigError('delays: finite, from 0 on');
  }
  if (!Number.isFinite(attemptTimeoutMs) || attemptTimeoutMs <= 0) throw new ConfigError('attemptTimeoutMs: above 0');

  const running = new Map<string, Promise<JsonValue>>();

  async function claim(key: string, text: string): Promise<InsertResult> {
    // Calls join by text; only the store sees the digest.
    const fingerprint = await sha256(text);
    try {
      return await store.insertPending(key, { fingerprint, paymentId: crypto.randomUUID() });
    } catch (cause) {
      throw new PaymentError('STORE_UNAVAILABLE', 'the store is not available', {}, { cause });
    }
  }

  async function attempt(request: ChargeRequest): Promise<JsonValue> {
    const charging = new AbortController();
    const waiting = new AbortController();
    let answered = false;
    const timeout = async (): Promise<never> => {
      await clock.sleep(attemptTimeoutMs, waiting.signal);
      if (!answered) charging.abort(OVER);
      throw new AttemptTooSlow(`no answer to attempt ${request.attempt}`);
    };
    const answer = async (): Promise<JsonValue> => {
      try {
        return structuredClone(await provider.charge(request, charging.signal));
      } finally {
        answered = true;
        waiting.abort(OVER);
      }
    };
    return Promise.race([answer(), timeout()]);
  }

  async function charge(paymentId: string, payload: JsonValue): Promise<JsonValue> {
    let attempts = 0;
    while (true) {
      attempts += 1;
      try {
        return await attempt({ paymentId, attempt: attempts, payload: structuredClone(payload) });
      } catch (cause) {
        const details = { paymentId, attempts };
        if (cause instanceof DeclinedError) throw new PaymentError('DECLINED', 'declined', details, { cause });
        if (!(cause instanceof NetworkError)) throw new PaymentError('PROVIDER_FAULT', 'failed', details, { cause });
        if (attempts === maxAttempts) throw new PaymentError('RETRIES_EXHAUSTED', 'exhausted', details, { cause });
      }
      const delay = retryDelayMs === 0 ? 0 : Math.min(maxRetryDelayMs, retryDelayMs * 2 ** (attempts - 1));
      await clock.sleep(delay);
    }
  }

  async function pay(key: string, text: string, payload: JsonValue): Promise<JsonValue> {
    const result = await claim(key, text);
    if (result.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'the key has another payload');
    if (result.outcome === 'duplicate') {
      const { status, response = null } = result.record;
      if (status === 'completed') return response;
      throw new PaymentError('IN_PROGRESS', 'somebody else is at it', { paymentId: result.record.paymentId });
    }
    const { token, record } = result;
    const settle = async (outcome: PaymentOutcome): Promise<void> => {
      try {
        await store.updateStatus(key, token, outcome);
      } catch (cause) {
        onUnrecorded({ key, paymentId: record.paymentId, status: outcome.status, cause });
      }
    };
    let response: JsonValue;
    try {
      response = await charge(record.paymentId, payload);
    } catch (error) {
      await settle({ status: 'failed' });
      throw error;
    }
    await settle({ status: 'completed', response });
    return response;
  }

  return {
    async processPayment(key, payload) {
      const { length } = key;
      if (length === 0 || length > 255) throw new PaymentError('INVALID_REQUEST', `a key of ${length} characters`);
      const text = stableJson(payload);
      const id = stableJson([key, text]);
      const run = running.get(id) ?? pay(key, text, structuredClone(payload)).finally(() => running.delete(id));
      running.set(id, run);
      return structuredClone(await run);
    },
  };
}
