import {
  ConfigError,
  DeclinedError,
  NetworkError,
  PaymentError,
  type CreatePaymentProcessor,
  type JsonValue,
  type PaymentOutcome,
  type PaymentProcessor,
  type PaymentProcessorConfig,
} from './contract.ts';
import { frozenCopy } from './frozen-copy.ts';

interface Run {
  readonly key: string;
  readonly text: string;
  readonly result: Promise<JsonValue>;
}

type Answer =
  | { readonly on: 'paid'; readonly response: JsonValue }
  | { readonly on: 'late' }
  | { readonly on: 'failed'; readonly cause: unknown };

export const createPaymentProcessor: CreatePaymentProcessor = ({ store, provider, clock, config, onUnrecorded }) => {
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = checked(config);
  let runs: readonly Run[] = Object.freeze([]);

  const once = async (paymentId: string, attempt: number, payload: JsonValue): Promise<Answer> => {
    const [charging, waiting] = [new AbortController(), new AbortController()];
    const request = Object.freeze({ paymentId, attempt, payload: frozenCopy(payload) });
    const paid: Promise<Answer> = Promise.resolve(request)
      .then((asked) => provider.charge(asked, charging.signal))
      .then(
        (response) => ({ on: 'paid', response: frozenCopy(response) }),
        (cause: unknown) => ({ on: 'failed', cause }),
      );
    const late: Promise<Answer> = clock.sleep(attemptTimeoutMs, waiting.signal).then(
      () => ({ on: 'late' }),
      () => ({ on: 'late' }),
    );
    const answer = await Promise.race([paid, late]);
    (answer.on === 'late' ? charging : waiting).abort();
    return answer;
  };

  const charge = async (
    paymentId: string,
    payload: JsonValue,
    attempt = 1,
    delayMs = retryDelayMs,
  ): Promise<JsonValue> => {
    const answer = await once(paymentId, attempt, payload);
    if (answer.on === 'paid') return answer.response;
    const cause = answer.on === 'late' ? new NetworkError(`attempt ${attempt} timed out`) : answer.cause;
    const details = Object.freeze({ paymentId, attempts: attempt });
    if (cause instanceof DeclinedError) throw new PaymentError('DECLINED', 'declined', details, { cause });
    if (!(cause instanceof NetworkError)) throw new PaymentError('PROVIDER_FAULT', 'a fault', details, { cause });
    if (attempt === maxAttempts) throw new PaymentError('RETRIES_EXHAUSTED', 'no luck', details, { cause });
    await clock.sleep(Math.min(delayMs, maxRetryDelayMs));
    return charge(paymentId, payload, attempt + 1, Math.min(2 * delayMs, maxRetryDelayMs));
  };

  const claim = (key: string, fingerprint: string) =>
    store.insertPending(key, Object.freeze({ fingerprint, paymentId: crypto.randomUUID() })).then(
      (result) => result,
      (cause: unknown) => {
        throw new PaymentError('STORE_UNAVAILABLE', 'the store did not answer', {}, { cause });
      },
    );

  const record = (key: string, token: string, paymentId: string, outcome: PaymentOutcome): Promise<void> =>
    store.updateStatus(key, token, Object.freeze(outcome)).then(undefined, (cause: unknown) => {
      onUnrecorded(Object.freeze({ key, paymentId, status: outcome.status, cause }));
    });

  const pay = async (key: string, text: string, payload: JsonValue): Promise<JsonValue> => {
    const claimed = await claim(key, text);
    if (claimed.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'other payload');
    if (claimed.outcome === 'duplicate') {
      if (claimed.record.status === 'pending') throw new PaymentError('IN_PROGRESS', 'elsewhere');
      return claimed.record.response ?? null;
    }
    const { token } = claimed;
    const { paymentId } = claimed.record;
    return charge(paymentId, payload).then(
      async (response) => {
        await record(key, token, paymentId, { status: 'completed', response });
        return response;
      },
      async (problem: unknown) => {
        await record(key, token, paymentId, { status: 'failed' });
        throw problem;
      },
    );
  };

  const join = (key: string, text: string, payload: JsonValue): Promise<JsonValue> => {
    const known = runs.find((run) => run.key === key && run.text === text);
    if (known !== undefined) return known.result;
    const result = pay(key, text, payload).finally(() => {
      runs = Object.freeze(runs.filter((other) => other !== run));
    });
    const run: Run = Object.freeze({ key, text, result });
    runs = Object.freeze([...runs, run]);
    return result;
  };

  const processor: PaymentProcessor = {
    processPayment: async (key, payload) => {
      if (typeof key !== 'string' || key.length < 1 || key.length > 255) {
        throw new PaymentError('INVALID_REQUEST', 'the key is too short or too long');
      }
      return frozenCopy(await join(key, textOf(payload), frozenCopy(payload)));
    },
  };
  return Object.freeze(processor);
};

function checked(config: PaymentProcessorConfig): PaymentProcessorConfig {
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = config;
  const fits =
    Number.isInteger(maxAttempts) &&
    [maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs].every(
      (value) => Number.isFinite(value) && value >= 0,
    ) &&
    maxAttempts > 0 &&
    attemptTimeoutMs > 0;
  if (!fits) throw new ConfigError('the configuration is out of range');
  return Object.freeze({ ...config });
}

function textOf(value: JsonValue): string {
  return JSON.stringify(value, (_name, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member;
    return { members: Object.entries(member).toSorted(([one], [other]) => (one < other ? -1 : 1)) };
  });
}
