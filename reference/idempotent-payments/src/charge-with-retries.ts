import { attemptCharge } from './attempt-charge.ts';
import { DeclinedError, NetworkError, PaymentError } from './contract.ts';
import type { Clock, JsonValue, PaymentErrorCode, PaymentProcessorConfig, PaymentProvider } from './contract.ts';
import { retryDelay } from './retry-delay.ts';

export interface RetryingCharge {
  readonly provider: PaymentProvider;
  readonly clock: Clock;
  readonly config: PaymentProcessorConfig;
}

/**
 * Charges `payload` under `paymentId`, again after network failures (P6). Resolves with a copy of the provider's
 * response; rejects with a `PaymentError` whose cause is the last thing that the provider threw.
 */
export async function chargeWithRetries(
  { provider, clock, config }: RetryingCharge,
  paymentId: string,
  payload: JsonValue,
): Promise<JsonValue> {
  const charging = { provider, clock, timeoutMs: config.attemptTimeoutMs };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await attemptCharge(charging, { paymentId, attempt, payload: structuredClone(payload) });
    } catch (cause) {
      const retryable = cause instanceof NetworkError;
      if (!retryable || attempt >= config.maxAttempts) throw chargeError(cause, { paymentId, attempts: attempt });
    }
    const delayMs = retryDelay(attempt, config);
    if (delayMs > 0) await clock.sleep(delayMs);
  }
}

function chargeError(cause: unknown, details: { paymentId: string; attempts: number }): PaymentError {
  const code = failureCode(cause);
  return new PaymentError(code, `${MESSAGES[code]} (attempts: ${details.attempts})`, details, { cause });
}

type FailureCode = Extract<PaymentErrorCode, 'RETRIES_EXHAUSTED' | 'DECLINED' | 'PROVIDER_FAULT'>;

const MESSAGES: Readonly<Record<FailureCode, string>> = {
  RETRIES_EXHAUSTED: 'the provider could not be reached',
  DECLINED: 'the provider declined the payment',
  PROVIDER_FAULT: 'the provider failed',
};

function failureCode(cause: unknown): FailureCode {
  if (cause instanceof NetworkError) return 'RETRIES_EXHAUSTED';
  return cause instanceof DeclinedError ? 'DECLINED' : 'PROVIDER_FAULT';
}
