import type {
  IdempotencyStore,
  PaymentProcessor,
  PaymentProcessorConfig,
  UnrecordedOutcome,
} from '../../src/contract.ts';
import { createIdempotencyStore } from '../../src/idempotency-store.ts';
import { createPaymentProcessor } from '../../src/payment-processor.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createScriptedProvider, type Answer, type ScriptedProvider } from './scripted-provider.ts';

export interface PaymentSetup {
  readonly clock: ManualClock;
  readonly store: IdempotencyStore;
  readonly provider: ScriptedProvider;
  readonly processor: PaymentProcessor;
  /** What was reported to `onUnrecorded`. */
  readonly unrecorded: readonly UnrecordedOutcome[];
  /** Another processor on the same store and provider. */
  another(): PaymentProcessor;
}

export const startAt = 1_000_000;
export const ttlMs = 60_000;

export const config: PaymentProcessorConfig = {
  maxAttempts: 4,
  retryDelayMs: 100,
  maxRetryDelayMs: 350,
  attemptTimeoutMs: 1_000,
};

/** A processor on a fresh store, with a provider that gives `answers`; `change` may replace methods of the store. */
export function setUpPayments(
  answers: readonly Answer[] = [],
  change: (store: IdempotencyStore) => Partial<IdempotencyStore> = () => ({}),
): PaymentSetup {
  const clock = createManualClock(startAt);
  const provider = createScriptedProvider(clock, answers);
  const store = withChanges(createIdempotencyStore({ ttlMs, clock }), change);
  const unrecorded: UnrecordedOutcome[] = [];
  const another = (): PaymentProcessor =>
    createPaymentProcessor({ store, provider, clock, config, onUnrecorded: (outcome) => unrecorded.push(outcome) });
  return { clock, store, provider, processor: another(), unrecorded, another };
}

function withChanges(
  store: IdempotencyStore,
  change: (store: IdempotencyStore) => Partial<IdempotencyStore>,
): IdempotencyStore {
  return {
    insertPending: (key, claim) => store.insertPending(key, claim),
    updateStatus: (key, token, outcome) => store.updateStatus(key, token, outcome),
    get: (key) => store.get(key),
    size: () => store.size(),
    ...change(store),
  };
}
