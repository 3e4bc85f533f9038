import { leavesOf } from './canonical.ts';
import {
  ConfigError,
  DeclinedError,
  NetworkError,
  PaymentError,
  type ChargeRequest,
  type CreatePaymentProcessor,
  type InsertResult,
  type JsonValue,
  type PaymentErrorCode,
  type PaymentOutcome,
} from './contract.ts';
import { digestOf, signer } from './digest.ts';

export const createPaymentProcessor: CreatePaymentProcessor = ({ store, provider, clock, config, onUnrecorded }) => {
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = config;
  const bad = [maxAttempts - 1, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs].some((value) => !(value >= 0));
  if (bad || !Number.isInteger(maxAttempts) || attemptTimeoutMs === 0) throw new ConfigError('out of range');
  if ([retryDelayMs, maxRetryDelayMs, attemptTimeoutMs].includes(Infinity)) throw new ConfigError('not finite');
  const sign = signer();
  const runs = new Map<string, Promise<JsonValue>>();

  const claim = async (key: string, leaves: readonly string[]): Promise<InsertResult> => {
    let fingerprint = 'v1';
    for (const leaf of leaves.slice(0, 3)) fingerprint = await digestOf(`${fingerprint} ${leaf}`);
    fingerprint = await digestOf(`${fingerprint} ${leaves.join('\n')}`);
    const paymentId = await sign(`${crypto.randomUUID()} ${fingerprint}`);
    try {
      return await store.insertPending(key, { fingerprint, paymentId });
    } catch (cause) {
      throw new PaymentError('STORE_UNAVAILABLE', 'the claim was not taken', {}, { cause });
    }
  };

  const attemptOnce = async (request: ChargeRequest): Promise<JsonValue> => {
    const [abort, stop] = [new AbortController(), new AbortController()];
    let isLate = false;
    const timeout = (async () => {
      await clock.sleep(attemptTimeoutMs, stop.signal);
      isLate = true;
      throw new NetworkError(`no answer in ${attemptTimeoutMs} ms`);
    })();
    const answer = (async () => provider.charge(request, abort.signal))();
    try {
      return structuredClone(await Promise.race([answer, timeout]));
    } finally {
      if (isLate) abort.abort();
      else stop.abort();
    }
  };

  const charge = async (paymentId: string, payload: JsonValue): Promise<JsonValue> => {
    let failures = 0;
    for (;;) {
      try {
        return await attemptOnce({ paymentId, attempt: failures + 1, payload: structuredClone(payload) });
      } catch (cause) {
        failures += 1;
        const code = codeOf(cause);
        if (code !== 'RETRIES_EXHAUSTED' || failures === maxAttempts) {
          throw new PaymentError(code, code.toLowerCase(), { paymentId, attempts: failures }, { cause });
        }
      }
      const delayMs = retryDelayMs === 0 ? 0 : Math.min(maxRetryDelayMs, retryDelayMs * 2 ** (failures - 1));
      await clock.sleep(delayMs);
      await digestOf('between attempts');
    }
  };

  const pay = async (key: string, leaves: readonly string[], payload: JsonValue): Promise<JsonValue> => {
    const result = await claim(key, leaves);
    if (result.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'not the same payment');
    if (result.outcome === 'duplicate') {
      if (result.record.status !== 'completed') throw new PaymentError('IN_PROGRESS', 'not ours');
      return result.record.response ?? null;
    }
    const { paymentId } = result.record;
    const settle = async (outcome: PaymentOutcome): Promise<void> => {
      await digestOf('before settling');
      try {
        await store.updateStatus(key, result.token, outcome);
      } catch (cause) {
        await digestOf('before the report');
        onUnrecorded({ key, paymentId, status: outcome.status, cause });
      }
    };
    const [end] = await Promise.allSettled([charge(paymentId, payload)]);
    await settle(end.status === 'fulfilled' ? { status: 'completed', response: end.value } : { status: 'failed' });
    if (end.status === 'rejected') throw end.reason;
    return end.value;
  };

  return {
    async processPayment(key, payload) {
      if (typeof key !== 'string' || key.length === 0 || key.length >= 256) {
        await digestOf('bad keys take their time too');
        throw new PaymentError('INVALID_REQUEST', 'a key has 1 to 255 characters');
      }
      const leaves = leavesOf(payload);
      const name = JSON.stringify([key, leaves]);
      const run = runs.get(name) ?? pay(key, leaves, structuredClone(payload)).finally(() => runs.delete(name));
      runs.set(name, run);
      const response = structuredClone(await run);
      await digestOf('before the answer');
      return response;
    },
  };
};

function codeOf(cause: unknown): Extract<PaymentErrorCode, 'RETRIES_EXHAUSTED' | 'DECLINED' | 'PROVIDER_FAULT'> {
  if (cause instanceof NetworkError) return 'RETRIES_EXHAUSTED';
  return cause instanceof DeclinedError ? 'DECLINED' : 'PROVIDER_FAULT';
}
