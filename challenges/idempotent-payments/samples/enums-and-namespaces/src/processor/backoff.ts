import type { PaymentProcessorConfig } from '../contract.js';

/** The delays between attempts, one after the other. */
export function* backoff({ retryDelayMs, maxRetryDelayMs }: PaymentProcessorConfig): Generator<number, never, void> {
  let delayMs = Math.min(retryDelayMs, maxRetryDelayMs);
  while (true) {
    yield delayMs;
    delayMs = Math.min(2 * delayMs, maxRetryDelayMs);
  }
}
