import { ConfigError, DeclinedError, NetworkError, PaymentError } from './contract.ts';
import type {
  ChargeRequest,
  Clock,
  CreatePaymentProcessor,
  InsertResult,
  JsonValue,
  PaymentOutcome,
} from './contract.ts';

declare global {
  interface SymbolConstructor {
    readonly dispose: unique symbol;
    readonly asyncDispose: unique symbol;
  }
  interface Disposable {
    [Symbol.dispose](): void;
  }
  interface AsyncDisposable {
    [Symbol.asyncDispose](): PromiseLike<void>;
  }
}

/** Sorted text of a JSON value. */
function sorted(value: JsonValue): string {
  return JSON.stringify(value, (_name, inner: JsonValue) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
// Integer-like names always come first, in their own order, so the text is the same whatever the order was.

/** An alarm that is taken off the clock when its scope is left. */
class Alarm {
  readonly #off = new AbortController();
  readonly rings: Promise<'rang' | 'off'>;
  constructor(clock: Clock, ms: number) {
    this.rings = inSlices(clock, ms, this.#off.signal).then(
      () => 'rang',
      () => 'off',
    );
  }
  [Symbol.dispose](): void {
    this.#off.abort();
  }
}

/** A sleep is a hundred short ones. */
async function inSlices(clock: Clock, ms: number, signal?: AbortSignal): Promise<void> {
  const until = clock.now() + ms;
  const slice = ms / 100;
  for (;;) {
    const left = until - clock.now();
    if (left <= 0) return;
    await clock.sleep(Math.min(left, slice), signal);
  }
}

export const createPaymentProcessor: CreatePaymentProcessor = ({ store, provider, clock, config, onUnrecorded }) => {
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = config;
  const ranges = {
    maxAttempts: Number.isInteger(maxAttempts) && maxAttempts > 0,
    retryDelayMs: Number.isFinite(retryDelayMs) && retryDelayMs >= 0,
    maxRetryDelayMs: Number.isFinite(maxRetryDelayMs) && maxRetryDelayMs >= 0,
    attemptTimeoutMs: Number.isFinite(attemptTimeoutMs) && attemptTimeoutMs > 0,
  } satisfies Record<keyof typeof config, boolean>;
  for (const [name, fine] of Object.entries(ranges)) if (!fine) throw new ConfigError(name);
  const runs = new Map<string, Map<string, Promise<JsonValue>>>();

  async function attemptOnce(request: ChargeRequest): Promise<JsonValue> {
    const abort = new AbortController();
    using alarm = new Alarm(clock, attemptTimeoutMs);
    const answer = (async () => ({ response: await provider.charge(request, abort.signal) }))();
    const winner = await Promise.race([answer, alarm.rings]);
    if (typeof winner === 'object') return winner.response;
    abort.abort(new Error('too slow'));
    throw new NetworkError(`no answer in ${attemptTimeoutMs} ms`);
  }

  async function charge(paymentId: string, text: string): Promise<JsonValue> {
    let cause: unknown;
    for (let attempt = 1; attempt <= maxAttempts; attempt++) {
      if (attempt > 1 && retryDelayMs > 0) {
        await inSlices(clock, Math.min(maxRetryDelayMs, retryDelayMs * Math.pow(2, attempt - 2)));
      }
      try {
        return await attemptOnce({ paymentId, attempt, payload: parsed(text) });
      } catch (thrown) {
        cause = thrown;
        const details = { paymentId, attempts: attempt, at: clock.now() };
        if (thrown instanceof DeclinedError) throw new PaymentError('DECLINED', thrown.message, details, { cause });
        if (!(thrown instanceof NetworkError)) throw new PaymentError('PROVIDER_FAULT', '', details, { cause });
      }
    }
    throw new PaymentError('RETRIES_EXHAUSTED', '', { paymentId, attempts: maxAttempts }, { cause });
  }

  async function pay(key: string, fingerprint: string, text: string): Promise<JsonValue> {
    let claim: InsertResult;
    try {
      claim = await store.insertPending(key, { fingerprint, paymentId: crypto.randomUUID() });
    } catch (cause) {
      throw new PaymentError('STORE_UNAVAILABLE', '', { attempts: 0 }, { cause });
    }
    const { record, outcome } = claim;
    if (outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', '', { paymentId: record.paymentId });
    if (claim.outcome !== 'inserted') {
      if (record.status === 'completed') return record.response ?? null;
      throw new PaymentError('IN_PROGRESS', '', { paymentId: record.paymentId });
    }
    const { token } = claim;
    await using ending = {
      result: failedOutcome(),
      async [Symbol.asyncDispose]() {
        try {
          await store.updateStatus(key, token, this.result);
        } catch (cause) {
          onUnrecorded({ key, paymentId: record.paymentId, status: this.result.status, cause });
        }
      },
    };
    const response = await charge(record.paymentId, text);
    ending.result = { status: 'completed', response: structuredClone(response) };
    return response;
  }

  return {
    async processPayment(key, payload) {
      if (key.length < 1 || key.length > 255) throw new PaymentError('INVALID_REQUEST', 'key');
      const text = JSON.stringify(payload);
      const fingerprint = sorted(payload);
      let same = runs.get(key);
      if (same === undefined) runs.set(key, (same = new Map()));
      let run = same.get(fingerprint);
      if (run === undefined) {
        const mine = same;
        run = pay(key, fingerprint, text).finally(() => {
          mine.delete(fingerprint);
          if (mine.size === 0) runs.delete(key);
        });
        same.set(fingerprint, run);
      }
      return structuredClone(await run);
    },
  };
};

function isJson(value: unknown): value is JsonValue {
  return value !== undefined;
}
function parsed(text: string): JsonValue {
  const value: unknown = JSON.parse(text);
  if (!isJson(value)) throw new TypeError('no JSON');
  return value;
}
function failedOutcome(): PaymentOutcome {
  return { status: 'failed' };
}
