import { ConfigError, DeclinedError, NetworkError, PaymentError } from './contract.ts';
import type {
  IdempotencyRecord,
  JsonValue,
  PaymentErrorCode,
  PaymentErrorDetails,
  PaymentOutcome,
  PaymentProcessor,
  PaymentProcessorConfig,
  PaymentProcessorOptions,
} from './contract.ts';
import { caught, problem, success } from './result.ts';
import type { Result } from './result.ts';
import { sameJson, textOf } from './same-json.ts';

type Paid = Result<JsonValue, PaymentError>;

interface Run {
  readonly payload: JsonValue;
  readonly end: Promise<Paid>;
}

export function createPaymentProcessor(options: PaymentProcessorOptions): PaymentProcessor {
  const { store, provider, clock, onUnrecorded } = options;
  const config = { ...options.config };
  assertConfig(config);
  const runs = new Map<string, readonly Run[]>();

  function runOf(key: string, payload: JsonValue): Run {
    const found = runs.get(key)?.find((run) => sameJson(run.payload, payload));
    if (found !== undefined) return found;
    const own = structuredClone(payload);
    const run: Run = { payload: own, end: pay(key, own).finally(() => forget(key, run)) };
    runs.set(key, [...(runs.get(key) ?? []), run]);
    return run;
  }

  function forget(key: string, run: Run): void {
    const others = (runs.get(key) ?? []).filter((other) => other !== run);
    if (others.length === 0) runs.delete(key);
    else runs.set(key, others);
  }

  async function pay(key: string, payload: JsonValue): Promise<Paid> {
    const claim = { fingerprint: textOf(payload), paymentId: crypto.randomUUID() };
    const claimed = await caught(() => store.insertPending(key, claim));
    if (!claimed.ok) return refusal('STORE_UNAVAILABLE', {}, { cause: claimed.problem });
    const { value } = claimed;
    if (value.outcome === 'mismatch') return refusal('PAYLOAD_MISMATCH');
    if (value.outcome === 'duplicate') return recorded(value.record);
    const paid = await charge(value.record.paymentId, payload, 1);
    await record(key, value.token, value.record.paymentId, outcomeOf(paid));
    return paid;
  }

  async function charge(paymentId: string, payload: JsonValue, attempt: number): Promise<Paid> {
    const answer = await chargeOnce(paymentId, payload, attempt);
    if (answer.ok) return answer;
    const cause = answer.problem;
    const details = { paymentId, attempts: attempt };
    if (cause instanceof DeclinedError) return refusal('DECLINED', details, { cause });
    if (!(cause instanceof NetworkError)) return refusal('PROVIDER_FAULT', details, { cause });
    if (attempt === config.maxAttempts) return refusal('RETRIES_EXHAUSTED', details, { cause });
    await clock.sleep(delayAfter(attempt, config));
    return charge(paymentId, payload, attempt + 1);
  }

  async function chargeOnce(
    paymentId: string,
    payload: JsonValue,
    attempt: number,
  ): Promise<Result<JsonValue, unknown>> {
    const work = new AbortController();
    const nap = new AbortController();
    const request = { paymentId, attempt, payload: structuredClone(payload) };
    const first = await Promise.race([
      caught(async () => structuredClone(await provider.charge(request, work.signal))),
      caught(() => clock.sleep(config.attemptTimeoutMs, nap.signal)).then((): 'late' => 'late'),
    ]);
    if (first === 'late') {
      work.abort(new NetworkError('too late'));
      return problem(new NetworkError(`attempt ${attempt} took longer than ${config.attemptTimeoutMs} ms`));
    }
    nap.abort();
    return first;
  }

  async function record(key: string, token: string, paymentId: string, outcome: PaymentOutcome): Promise<void> {
    const written = await caught(() => store.updateStatus(key, token, outcome));
    if (!written.ok) onUnrecorded({ key, paymentId, status: outcome.status, cause: written.problem });
  }

  return {
    processPayment: async (key, payload) => {
      if (key.length === 0 || key.length > 255) throw paymentError('INVALID_REQUEST');
      const paid = await runOf(key, payload).end;
      if (!paid.ok) throw paid.problem;
      return structuredClone(paid.value);
    },
  };
}

/** Doubling from failure to failure up to the cap; the exponent is bounded, so that nothing overflows. */
function delayAfter(failures: number, config: PaymentProcessorConfig): number {
  const doublings = Math.min(failures - 1, 1_023);
  return Math.min(config.maxRetryDelayMs, config.retryDelayMs * Math.pow(2, doublings));
}

function outcomeOf(paid: Paid): PaymentOutcome {
  return paid.ok ? { status: 'completed', response: paid.value } : { status: 'failed' };
}

function recorded(record: IdempotencyRecord): Paid {
  return record.status === 'completed' ? success(record.response ?? null) : refusal('IN_PROGRESS');
}

function refusal(...args: Parameters<typeof paymentError>): Paid {
  return problem(paymentError(...args));
}

function paymentError(code: PaymentErrorCode, details: PaymentErrorDetails = {}, options?: ErrorOptions): PaymentError {
  return new PaymentError(code, `not paid: ${code}`, details, options);
}

function assertConfig({ maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs }: PaymentProcessorConfig): void {
  const finite = [maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs].every((value) =>
    Number.isFinite(value),
  );
  const whole = Number.isInteger(maxAttempts) && maxAttempts >= 1;
  if (!finite || !whole || retryDelayMs < 0 || maxRetryDelayMs < 0 || attemptTimeoutMs <= 0) {
    throw new ConfigError('an option is out of its range');
  }
}
