import { attempt } from './attempt.ts';
import {
  ConfigError,
  DeclinedError,
  NetworkError,
  PaymentError,
  type CreatePaymentProcessor,
  type InsertResult,
  type JsonValue,
  type PaymentOutcome,
  type PaymentProcessorConfig,
} from './contract.ts';
import { fingerprintOf } from './fingerprint.ts';
import { Mailbox } from './mailbox.ts';

type Reply = PromiseWithResolvers<JsonValue>;

/** Keeps the runs of one key; gone when it has none. */
interface KeyActor {
  readonly mailbox: Mailbox;
  readonly callers: Map<string, Reply[]>;
  letters: number;
}

export const createPaymentProcessor: CreatePaymentProcessor = ({ store, provider, clock, config, onUnrecorded }) => {
  refuseBad(config);
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = config;
  const actors = new Map<string, KeyActor>();

  async function claim(key: string, fingerprint: string): Promise<InsertResult> {
    try {
      return await store.insertPending(key, { fingerprint, paymentId: `payment-${crypto.randomUUID()}` });
    } catch (cause) {
      throw new PaymentError('STORE_UNAVAILABLE', 'no claim', {}, { cause });
    }
  }

  async function record(key: string, token: string, paymentId: string, outcome: PaymentOutcome): Promise<void> {
    try {
      await store.updateStatus(key, token, outcome);
    } catch (cause) {
      const { status } = outcome;
      queueMicrotask(() => onUnrecorded({ key, paymentId, status, cause }));
    }
  }

  async function charge(paymentId: string, payload: JsonValue): Promise<JsonValue> {
    let delayMs = retryDelayMs;
    for (let number = 1; ; number += 1) {
      try {
        const request = { paymentId, attempt: number, payload: structuredClone(payload) };
        return structuredClone(await attempt({ provider, clock, timeoutMs: attemptTimeoutMs }, request));
      } catch (cause) {
        const details = { paymentId, attempts: number };
        if (cause instanceof DeclinedError) throw new PaymentError('DECLINED', 'declined', details, { cause });
        if (!(cause instanceof NetworkError)) throw new PaymentError('PROVIDER_FAULT', 'fault', details, { cause });
        if (number === maxAttempts) throw new PaymentError('RETRIES_EXHAUSTED', 'gave up', details, { cause });
      }
      await clock.sleep(Math.min(delayMs, maxRetryDelayMs));
      delayMs = Math.min(delayMs * 2, Number.MAX_VALUE);
    }
  }

  async function run(key: string, fingerprint: string, payload: JsonValue): Promise<JsonValue> {
    const claimed = await claim(key, fingerprint);
    if (claimed.outcome === 'mismatch') throw new PaymentError('PAYLOAD_MISMATCH', 'another payload has this key');
    if (claimed.outcome === 'duplicate') {
      const { status, response } = claimed.record;
      if (status === 'completed' && response !== undefined) return response;
      throw new PaymentError('IN_PROGRESS', 'under way elsewhere');
    }
    const { token } = claimed;
    const { paymentId } = claimed.record;
    const [charged] = await Promise.allSettled([charge(paymentId, payload)]);
    if (charged.status === 'rejected') {
      await record(key, token, paymentId, { status: 'failed' });
      throw charged.reason;
    }
    await record(key, token, paymentId, { status: 'completed', response: charged.value });
    return charged.value;
  }

  function actorOf(key: string): KeyActor {
    const known = actors.get(key);
    if (known !== undefined) return known;
    const actor = { mailbox: new Mailbox(), callers: new Map<string, Reply[]>(), letters: 0 };
    actors.set(key, actor);
    return actor;
  }

  function tell(key: string, work: (actor: KeyActor) => void): void {
    const actor = actorOf(key);
    actor.letters += 1;
    actor.mailbox.tell(() => {
      actor.letters -= 1;
      work(actor);
      if (actor.letters === 0 && actor.callers.size === 0) actors.delete(key);
    });
  }

  function over(key: string, fingerprint: string, answer: (reply: Reply) => void): void {
    tell(key, ({ callers }) => {
      const waiting = callers.get(fingerprint) ?? [];
      callers.delete(fingerprint);
      for (const reply of waiting) answer(reply);
    });
  }

  return {
    processPayment: (key, payload) => {
      const reply = Promise.withResolvers<JsonValue>();
      if (typeof key !== 'string' || key.length === 0 || key.length > 255) {
        reply.reject(new PaymentError('INVALID_REQUEST', 'a key has 1 to 255 code units'));
        return reply.promise;
      }
      const asked = structuredClone(payload);
      const fingerprint = fingerprintOf(asked);
      tell(key, ({ callers }) => {
        const others = callers.get(fingerprint);
        if (others !== undefined) {
          others.push(reply);
          return;
        }
        callers.set(fingerprint, [reply]);
        run(key, fingerprint, asked).then(
          (response) => over(key, fingerprint, ({ resolve }) => resolve(structuredClone(response))),
          (problem: unknown) => over(key, fingerprint, ({ reject }) => reject(problem)),
        );
      });
      return reply.promise;
    },
  };
};

function refuseBad({ maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs }: PaymentProcessorConfig): void {
  const ranges = [
    Number.isInteger(maxAttempts) && maxAttempts > 0,
    Number.isFinite(retryDelayMs) && retryDelayMs >= 0,
    Number.isFinite(maxRetryDelayMs) && maxRetryDelayMs >= 0,
    Number.isFinite(attemptTimeoutMs) && attemptTimeoutMs > 0,
  ];
  if (ranges.includes(false)) throw new ConfigError('an option is out of its range');
}
