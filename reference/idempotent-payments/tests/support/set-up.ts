import type {
  IdempotencyStore,
  PaymentProcessor,
  PaymentProcessorConfig,
  UnrecordedOutcome,
} from '../../src/contract.ts';
import { createIdempotencyStore } from '../../src/idempotency-store.ts';
import { createPaymentProcessor } from '../../src/payment-processor.ts';
import { ManualClock } from './manual-clock.ts';
import { ScriptedProvider } from './scripted-provider.ts';
import type { Step } from './scripted-provider.ts';

export const TTL_MS = 60_000;

export const CONFIG: PaymentProcessorConfig = {
  maxAttempts: 4,
  retryDelayMs: 100,
  maxRetryDelayMs: 350,
  attemptTimeoutMs: 1_000,
};

export interface SetUp {
  readonly clock: ManualClock;
  readonly store: IdempotencyStore;
  readonly provider: ScriptedProvider;
  readonly unrecorded: UnrecordedOutcome[];
  readonly processor: PaymentProcessor;
  /** Another processor on the same store, or on `store`, and with the same provider. */
  another(store?: IdempotencyStore): PaymentProcessor;
}

export function setUp(steps: readonly Step[] = [], config: Partial<PaymentProcessorConfig> = {}): SetUp {
  const clock = new ManualClock();
  const store = createIdempotencyStore({ ttlMs: TTL_MS, clock });
  const provider = new ScriptedProvider(steps);
  const unrecorded: UnrecordedOutcome[] = [];
  const another = (on: IdempotencyStore = store): PaymentProcessor =>
    createPaymentProcessor({
      store: on,
      provider,
      clock,
      config: { ...CONFIG, ...config },
      onUnrecorded: (outcome) => unrecorded.push(outcome),
    });
  return { clock, store, provider, unrecorded, processor: another(), another };
}
