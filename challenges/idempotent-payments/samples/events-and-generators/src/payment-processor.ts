import {
  ConfigError,
  DeclinedError,
  NetworkError,
  PaymentError,
  type ChargeRequest,
  type CreatePaymentProcessor,
  type IdempotencyRecord,
  type InsertResult,
  type JsonValue,
  type PaymentErrorCode,
  type PaymentOutcome,
  type PaymentProcessorConfig,
} from './contract.ts';
import { Run } from './run.ts';
import { wait, type Course } from './waiting.ts';

export const createPaymentProcessor: CreatePaymentProcessor = ({ store, provider, clock, config, onUnrecorded }) => {
  checkRanges(config);
  const { maxAttempts, attemptTimeoutMs } = config;
  const delaysMs = delays(config);
  const runs = new Map<string, Run>();

  function* pay(key: string, fingerprint: string, payload: JsonValue): Course<JsonValue> {
    const claim = yield* claimKey(key, fingerprint);
    if (claim.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'the key has another payload');
    if (claim.outcome === 'duplicate') return replay(yield* latest(key, claim.record));
    const { token } = claim;
    const { paymentId } = claim.record;
    const end = yield* chargeOften(paymentId, payload);
    const outcome: PaymentOutcome = end.ok ? { status: 'completed', response: end.response } : { status: 'failed' };
    try {
      yield* wait(() => store.updateStatus(key, token, outcome));
    } catch (cause) {
      onUnrecorded({ key, paymentId, status: outcome.status, cause });
    }
    if (!end.ok) throw end.error;
    return end.response;
  }

  function* claimKey(key: string, fingerprint: string): Course<InsertResult> {
    try {
      return yield* wait(() => store.insertPending(key, { fingerprint, paymentId: crypto.randomUUID() }));
    } catch (cause) {
      throw new PaymentError('STORE_UNAVAILABLE', 'no claim', undefined, { cause });
    }
  }

  /** The payment may have ended since the claim was answered; where it cannot be read the answer stands. */
  function* latest(key: string, known: IdempotencyRecord): Course<IdempotencyRecord> {
    try {
      const read = yield* wait(() => store.get(key));
      return read.paymentId === known.paymentId ? read : known;
    } catch {
      return known;
    }
  }

  type End = { readonly ok: true; readonly response: JsonValue } | { readonly ok: false; readonly error: PaymentError };

  function* chargeOften(paymentId: string, payload: JsonValue): Course<End> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const request: ChargeRequest = { paymentId, attempt, payload: structuredClone(payload) };
        return { ok: true, response: yield* wait(() => chargeOnce(request)) };
      } catch (cause) {
        const code = codeFor(cause);
        if (code !== 'RETRIES_EXHAUSTED' || attempt >= maxAttempts) {
          const details = { attempts: attempt, paymentId };
          return { ok: false, error: new PaymentError(code, `${code} after ${attempt}`, details, { cause }) };
        }
      }
      const delayMs = delaysMs(attempt);
      if (delayMs > 0) yield* wait(() => clock.sleep(delayMs));
    }
  }

  async function chargeOnce(request: ChargeRequest): Promise<JsonValue> {
    const late = new AbortController();
    const done = new AbortController();
    const charge = async (): Promise<JsonValue> => provider.charge(request, AbortSignal.any([late.signal]));
    const alarm = async (): Promise<JsonValue> => {
      await clock.sleep(attemptTimeoutMs, done.signal);
      const timeout = new NetworkError('too slow');
      queueMicrotask(() => late.abort(timeout));
      throw timeout;
    };
    try {
      return structuredClone(await Promise.race([alarm(), charge()]));
    } finally {
      done.abort();
    }
  }

  return {
    async processPayment(key, payload) {
      if (typeof key !== 'string' || key === '' || key.length > 255)
        throw new PaymentError('INVALID_REQUEST', 'bad key');
      const fingerprint = write(payload);
      const name = `${key.length}:${key}${fingerprint}`;
      const known = runs.get(name);
      if (known !== undefined) return known.result();
      const run = new Run();
      runs.set(name, run);
      run.addEventListener('over', () => runs.delete(name));
      const result = run.result();
      run.start(pay(key, fingerprint, structuredClone(payload)));
      return result;
    },
  };
};

function replay({ status, response }: IdempotencyRecord): JsonValue {
  if (status === 'completed' && response !== undefined) return response;
  throw new PaymentError('IN_PROGRESS', 'somebody else is at it');
}

function codeFor(cause: unknown): Extract<PaymentErrorCode, 'RETRIES_EXHAUSTED' | 'DECLINED' | 'PROVIDER_FAULT'> {
  if (cause instanceof NetworkError) return 'RETRIES_EXHAUSTED';
  return cause instanceof DeclinedError ? 'DECLINED' : 'PROVIDER_FAULT';
}

function delays({ retryDelayMs, maxRetryDelayMs }: PaymentProcessorConfig): (failures: number) => number {
  return (failures) => {
    let delayMs = retryDelayMs;
    for (let doubled = 1; doubled < failures && delayMs > 0 && delayMs < maxRetryDelayMs; doubled += 1) delayMs *= 2;
    return Math.min(delayMs, maxRetryDelayMs);
  };
}

function checkRanges(config: PaymentProcessorConfig): void {
  const least = new Map<keyof PaymentProcessorConfig, number>([
    ['maxAttempts', 1],
    ['retryDelayMs', 0],
    ['maxRetryDelayMs', 0],
    ['attemptTimeoutMs', Number.MIN_VALUE],
  ]);
  for (const [name, lowest] of least) {
    if (!Number.isFinite(config[name]) || config[name] < lowest) throw new ConfigError(`${name}: ${config[name]}`);
  }
  if (!Number.isSafeInteger(config.maxAttempts)) throw new ConfigError('maxAttempts is an integer');
}

function write(value: JsonValue): string {
  return [...pieces(value)].join('');
}

function* pieces(value: JsonValue): Generator<string, void, void> {
  if (typeof value !== 'object' || value === null) yield JSON.stringify(value);
  else if (isList(value)) yield* list('[', ']', [...value.values()].map(write));
  else
    yield* list(
      '{',
      '}',
      Object.entries(value)
        .map(([name, member]) => `${JSON.stringify(name)}:${write(member)}`)
        .sort(),
    );
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function* list(open: string, close: string, parts: readonly string[]): Generator<string, void, void> {
  yield open;
  for (const [index, part] of parts.entries()) yield index === 0 ? part : `,${part}`;
  yield close;
}
