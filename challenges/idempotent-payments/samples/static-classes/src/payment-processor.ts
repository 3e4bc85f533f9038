import {
  ConfigError,
  DeclinedError,
  NetworkError,
  PaymentError,
  type CreatePaymentProcessor,
  type JsonValue,
  type PaymentOutcome,
  type PaymentProcessor,
} from './contract';
import { Completed, Details, Report, Request, Wanted } from './messages';

interface Run {
  readonly key: string;
  readonly payload: JsonValue;
  readonly outcome: Promise<JsonValue>;
}

const same = (a: JsonValue, b: JsonValue): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((item, i) => same(item, b[i] ?? null))
    );
  const left = new Map(Object.entries(a));
  const right = new Map(Object.entries(b));
  if (left.size !== right.size) return false;
  for (const [name, item] of left) {
    const other = right.get(name);
    if (other === undefined || !same(item, other)) return false;
  }
  return true;
};

const print = (value: JsonValue): string => {
  switch (true) {
    case value === null:
      return 'null';
    case typeof value === 'string':
      return JSON.stringify(value);
    case typeof value === 'number':
      return value === 0 ? '0' : String(value);
    case typeof value === 'boolean':
      return value ? 'true' : 'false';
    case Array.isArray(value):
      return `[${value.map(print).join(';')}]`;
    default:
      return `{${Object.entries(value)
        .map(([name, item]) => `${JSON.stringify(name)}=${print(item)}`)
        .toSorted()
        .join(';')}}`;
  }
};

/** The processor is a function that also has the method. */
export const createPaymentProcessor: CreatePaymentProcessor = (
  options,
): PaymentProcessor & ((key: string, payload: JsonValue) => Promise<JsonValue>) => {
  const { config } = options;
  if (!(Number.isInteger(config.maxAttempts) && config.maxAttempts > 0)) throw new ConfigError('maxAttempts');
  if (!(config.retryDelayMs >= 0 && Number.isFinite(config.retryDelayMs))) throw new ConfigError('retryDelayMs');
  if (!(config.maxRetryDelayMs >= 0 && Number.isFinite(config.maxRetryDelayMs)))
    throw new ConfigError('maxRetryDelayMs');
  if (!(config.attemptTimeoutMs > 0 && Number.isFinite(config.attemptTimeoutMs)))
    throw new ConfigError('attemptTimeoutMs');

  const runs = new Set<Run>();

  const attempt = async (paymentId: string, n: number, payload: JsonValue): Promise<JsonValue> => {
    const own = new AbortController();
    const over = new AbortController();
    const signal = AbortSignal.any([own.signal]);
    const timeout = Symbol();
    const slow = options.clock.sleep(options.config.attemptTimeoutMs, AbortSignal.any([over.signal])).then(
      () => timeout,
      () => timeout,
    );
    try {
      const winner = await Promise.race([
        new Promise<JsonValue>((resolve) =>
          resolve(options.provider.charge(new Request(paymentId, n, payload), signal)),
        ),
        slow,
      ]);
      if (typeof winner !== 'symbol') return structuredClone(winner);
      own.abort();
      throw new NetworkError('late');
    } finally {
      over.abort();
    }
  };

  const charge = async (
    paymentId: string,
    payload: JsonValue,
    n = 1,
  ): Promise<{ response: JsonValue } | { failure: unknown; n: number }> => {
    try {
      return { response: await attempt(paymentId, n, payload) };
    } catch (failure) {
      if (!(failure instanceof NetworkError) || n >= options.config.maxAttempts) return { failure, n };
    }
    const { retryDelayMs: first, maxRetryDelayMs: most } = options.config;
    if (first > 0 && most > 0) await options.clock.sleep(Math.min(most, first * 2 ** (n - 1)));
    return charge(paymentId, payload, n + 1);
  };

  const start = async (key: string, payload: JsonValue): Promise<JsonValue> => {
    const paymentId = Array.from({ length: 3 }, () => Math.random().toString(36).slice(2)).join('');
    const claim = await options.store
      .insertPending(key, new Wanted(print(payload), paymentId))
      .catch((cause: unknown) => {
        throw new PaymentError('STORE_UNAVAILABLE', 'claim refused', undefined, { cause });
      });
    if (claim.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'mismatch');
    if (claim.outcome === 'duplicate') {
      if (claim.record.response === undefined) throw new PaymentError('IN_PROGRESS', 'in progress');
      return claim.record.response;
    }
    const id = claim.record.paymentId;
    const settle = async (outcome: PaymentOutcome): Promise<void> => {
      try {
        await options.store.updateStatus(key, claim.token, outcome);
      } catch (cause) {
        options.onUnrecorded(new Report(key, id, outcome, cause));
      }
    };
    const charged = await charge(id, payload);
    if ('response' in charged) {
      await settle(new Completed(charged.response));
      return charged.response;
    }
    await settle({ status: 'failed' });
    const { failure: cause, n: attempts } = charged;
    const code =
      cause instanceof NetworkError
        ? 'RETRIES_EXHAUSTED'
        : cause instanceof DeclinedError
          ? 'DECLINED'
          : 'PROVIDER_FAULT';
    throw new PaymentError(code, code.toLowerCase(), new Details(id, attempts), { cause });
  };

  const processPayment = async (key: string, payload: JsonValue): Promise<JsonValue> => {
    if (key.length === 0 || key.length >= 256) throw new PaymentError('INVALID_REQUEST', 'key');
    let run = [...runs].find((other) => other.key === key && same(other.payload, payload));
    if (run === undefined) {
      const snapshot = structuredClone(payload);
      const fresh: Run = { key, payload: snapshot, outcome: start(key, snapshot).finally(() => runs.delete(fresh)) };
      runs.add(fresh);
      run = fresh;
    }
    return structuredClone(await run.outcome);
  };

  return Object.assign(processPayment, { processPayment });
};
