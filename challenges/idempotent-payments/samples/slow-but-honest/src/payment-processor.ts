import { ConfigError, DeclinedError, NetworkError, PaymentError } from './contract.ts';
import type {
  InsertResult,
  JsonValue,
  PaymentErrorDetails,
  PaymentOutcome,
  PaymentProcessor,
  PaymentProcessorConfig,
  PaymentProcessorOptions,
} from './contract.ts';
import { fingerprint } from './fingerprint.ts';
import { frozen, frozenJson } from './frozen.ts';

type Charged =
  | { readonly status: 'completed'; readonly response: JsonValue }
  | { readonly status: 'failed'; readonly error: PaymentError };

type Answer =
  | { readonly kind: 'response'; readonly response: JsonValue }
  | { readonly kind: 'error'; readonly error: unknown }
  | { readonly kind: 'timeout' };

export function createPaymentProcessor(options: PaymentProcessorOptions): PaymentProcessor {
  const { store, provider, clock, onUnrecorded } = options;
  const config = frozen(options.config);
  rejectBadConfig(config);
  const shared = new Map<string, Promise<JsonValue>>();

  async function ask(paymentId: string, attempt: number, payload: JsonValue, signal: AbortSignal): Promise<Answer> {
    try {
      const response = await provider.charge({ paymentId, attempt, payload: structuredClone(payload) }, signal);
      return { kind: 'response', response: frozenJson(response) };
    } catch (error) {
      return { kind: 'error', error };
    }
  }

  async function wait(signal: AbortSignal): Promise<Answer> {
    try {
      await clock.sleep(config.attemptTimeoutMs, signal);
      return { kind: 'timeout' };
    } catch (error) {
      return { kind: 'error', error };
    }
  }

  async function attemptOnce(paymentId: string, attempt: number, payload: JsonValue): Promise<Answer> {
    const asking = new AbortController();
    const waiting = new AbortController();
    const answer = await Promise.race([ask(paymentId, attempt, payload, asking.signal), wait(waiting.signal)]);
    if (answer.kind === 'timeout') asking.abort(new Error('timeout'));
    else waiting.abort(new Error('not needed any more'));
    return answer;
  }

  async function charge(paymentId: string, payload: JsonValue): Promise<Charged> {
    const failed = (...[code, attempts, cause]: [PaymentError['code'], number, unknown]): Charged => {
      const details: PaymentErrorDetails = { paymentId, attempts };
      return { status: 'failed', error: new PaymentError(code, `${code}: ${String(cause)}`, details, { cause }) };
    };
    let delayMs = config.retryDelayMs;
    for (let attempt = 1; ; attempt += 1) {
      const answer = await attemptOnce(paymentId, attempt, payload);
      if (answer.kind === 'response') return { status: 'completed', response: answer.response };
      const cause = answer.kind === 'timeout' ? new NetworkError('timeout') : answer.error;
      if (cause instanceof DeclinedError) return failed('DECLINED', attempt, cause);
      if (!(cause instanceof NetworkError)) return failed('PROVIDER_FAULT', attempt, cause);
      if (attempt === config.maxAttempts) return failed('RETRIES_EXHAUSTED', attempt, cause);
      delayMs = Math.min(delayMs, config.maxRetryDelayMs);
      await clock.sleep(delayMs);
      delayMs += delayMs;
    }
  }

  async function claim(key: string, print: string): Promise<InsertResult> {
    try {
      const claimed = await store.insertPending(key, { fingerprint: print, paymentId: crypto.randomUUID() });
      return claimed;
    } catch (cause) {
      throw new PaymentError('STORE_UNAVAILABLE', 'the store said no', {}, { cause });
    }
  }

  async function write(key: string, token: string, paymentId: string, outcome: PaymentOutcome): Promise<void> {
    try {
      await store.updateStatus(key, token, outcome);
    } catch (cause) {
      onUnrecorded({ key, paymentId, status: outcome.status, cause });
    }
  }

  async function payOnce(key: string, print: string, payload: JsonValue): Promise<JsonValue> {
    const claimed = await claim(key, print);
    const { record } = claimed;
    if (claimed.outcome === 'inserted') {
      const charged = await charge(record.paymentId, payload);
      if (charged.status === 'completed') {
        await write(key, claimed.token, record.paymentId, { status: 'completed', response: charged.response });
        return charged.response;
      }
      await write(key, claimed.token, record.paymentId, { status: 'failed' });
      throw charged.error;
    }
    if (claimed.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'this is another payment');
    if (record.status === 'pending') throw new PaymentError('IN_PROGRESS', 'please come back later');
    return record.response ?? null;
  }

  return {
    async processPayment(key, payload) {
      if (key === '' || key.length > 255) throw new PaymentError('INVALID_REQUEST', 'the key is empty or too long');
      const own = frozenJson(payload);
      const print = fingerprint(own);
      const name = JSON.stringify([key, print]);
      const existing = shared.get(name);
      if (existing !== undefined) return frozenJson(await existing);
      const started = payOnce(key, print, own).finally(() => shared.delete(name));
      shared.set(name, started);
      return frozenJson(await started);
    },
  };
}

function rejectBadConfig(config: PaymentProcessorConfig): void {
  const problems: string[] = [];
  if (!Number.isInteger(config.maxAttempts) || config.maxAttempts < 1) problems.push('maxAttempts');
  if (!Number.isFinite(config.retryDelayMs) || config.retryDelayMs < 0) problems.push('retryDelayMs');
  if (!Number.isFinite(config.maxRetryDelayMs) || config.maxRetryDelayMs < 0) problems.push('maxRetryDelayMs');
  if (!Number.isFinite(config.attemptTimeoutMs) || config.attemptTimeoutMs <= 0) problems.push('attemptTimeoutMs');
  if (problems.length > 0) throw new ConfigError(`out of range: ${problems.join(', ')}`);
}
