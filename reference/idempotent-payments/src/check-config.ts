import { ConfigError } from './contract.ts';
import type { PaymentProcessorConfig } from './contract.ts';

/** Throws a `ConfigError` that names the first option outside its range (P15). */
export function checkConfig(config: PaymentProcessorConfig): void {
  const { maxAttempts, retryDelayMs, maxRetryDelayMs, attemptTimeoutMs } = config;
  demand(Number.isInteger(maxAttempts) && maxAttempts >= 1, 'maxAttempts must be an integer of at least 1');
  demand(Number.isFinite(retryDelayMs) && retryDelayMs >= 0, 'retryDelayMs must be finite and at least 0');
  demand(Number.isFinite(maxRetryDelayMs) && maxRetryDelayMs >= 0, 'maxRetryDelayMs must be finite and at least 0');
  demand(Number.isFinite(attemptTimeoutMs) && attemptTimeoutMs > 0, 'attemptTimeoutMs must be finite and above 0');
}

function demand(holds: boolean, message: string): void {
  if (!holds) throw new ConfigError(message);
}
