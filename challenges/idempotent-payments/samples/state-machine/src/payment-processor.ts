import { canonical } from './canonical.ts';
import { ConfigError, NetworkError, PaymentError } from './contract.ts';
import type {
  ChargeRequest,
  JsonValue,
  PaymentProcessor,
  PaymentProcessorConfig,
  PaymentProcessorOptions,
} from './contract.ts';
import { transition } from './transition.ts';
import type { Event, State } from './transition.ts';

type Caller = PromiseWithResolvers<JsonValue>;

interface Run {
  readonly name: string;
  readonly key: string;
  readonly fingerprint: string;
  readonly payload: JsonValue;
  readonly callers: Caller[];
  state: State;
}

export function createPaymentProcessor(options: PaymentProcessorOptions): PaymentProcessor {
  const { store, provider, clock, onUnrecorded } = options;
  const config = validated(options.config);
  const runs = new Map<string, Run>();

  function dispatch(run: Run, event: Event): void {
    const before = run.state;
    run.state = transition(before, event, config);
    if (run.state !== before) enter(run);
  }

  /** What a state sets going; every effect ends in exactly one event. */
  function enter(run: Run): void {
    const { state } = run;
    switch (state.is) {
      case 'claiming':
        return void claim(run).then((event) => dispatch(run, event));
      case 'charging':
        return charge(run, { paymentId: state.owned.record.paymentId, attempt: state.attempt, payload: run.payload });
      case 'waiting':
        return void clock.sleep(state.delayMs).then(() => dispatch(run, { type: 'woke' }));
      case 'settling':
        return void settle(run, state).then(() => dispatch(run, { type: 'settled' }));
      case 'paid':
      case 'refused':
        runs.delete(run.name);
        for (const caller of run.callers) {
          if (state.is === 'paid') caller.resolve(structuredClone(state.response));
          else caller.reject(state.error);
        }
    }
  }

  async function claim({ key, fingerprint }: Run): Promise<Event> {
    try {
      const result = await store.insertPending(key, { fingerprint, paymentId: crypto.randomUUID() });
      return { type: 'claimed', result };
    } catch (cause) {
      return { type: 'claim refused', cause };
    }
  }

  /** The first of answer, failure and timeout is the event; the flag makes the others unheard. */
  function charge(run: Run, request: ChargeRequest): void {
    const attempt = new AbortController();
    const timer = new AbortController();
    let over = false;
    const end = (event: Event): void => {
      if (over) return;
      over = true;
      timer.abort();
      dispatch(run, event);
    };
    const failed = (cause: unknown): void => end({ type: 'charge failed', cause });
    const timedOut = (): void => {
      if (over) return;
      attempt.abort();
      failed(new NetworkError('the attempt timed out'));
    };
    void clock.sleep(config.attemptTimeoutMs, timer.signal).then(timedOut, failed);
    const call = async (): Promise<JsonValue> =>
      provider.charge({ ...request, payload: structuredClone(request.payload) }, attempt.signal);
    void call().then((response) => end({ type: 'answered', response: structuredClone(response) }), failed);
  }

  async function settle({ key }: Run, { owned, outcome }: Extract<State, { is: 'settling' }>): Promise<void> {
    try {
      await store.updateStatus(key, owned.token, outcome);
    } catch (cause) {
      onUnrecorded({ key, paymentId: owned.record.paymentId, status: outcome.status, cause });
    }
  }

  function start(name: string, key: string, fingerprint: string, payload: JsonValue): Run {
    const run: Run = { name, key, fingerprint, payload, callers: [], state: { is: 'claiming' } };
    runs.set(name, run);
    enter(run);
    return run;
  }

  return {
    async processPayment(key, payload) {
      if (key.length < 1 || key.length > 255) throw new PaymentError('INVALID_REQUEST', 'the length of the key');
      const fingerprint = canonical(payload);
      const name = `${fingerprint}\n${key}`;
      const caller = Promise.withResolvers<JsonValue>();
      const run = runs.get(name) ?? start(name, key, fingerprint, structuredClone(payload));
      run.callers.push(caller);
      return caller.promise;
    },
  };
}

function validated(config: PaymentProcessorConfig): PaymentProcessorConfig {
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = config;
  const ranges: Readonly<Record<keyof PaymentProcessorConfig, boolean>> = {
    maxAttempts: Number.isInteger(maxAttempts) && maxAttempts > 0,
    retryDelayMs: Number.isFinite(retryDelayMs) && retryDelayMs >= 0,
    maxRetryDelayMs: Number.isFinite(maxRetryDelayMs) && maxRetryDelayMs >= 0,
    attemptTimeoutMs: Number.isFinite(attemptTimeoutMs) && attemptTimeoutMs > 0,
  };
  for (const [name, fits] of Object.entries(ranges)) if (!fits) throw new ConfigError(`${name} is out of range`);
  return { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs };
}
