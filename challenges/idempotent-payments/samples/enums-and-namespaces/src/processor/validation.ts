import { ConfigError, PaymentError } from '../contract.js';
import type { PaymentProcessorConfig } from '../contract.js';

enum KeyLength {
  Least = 1,
  Most = 255,
}

export function validKey(key: string): string {
  if (key.length >= KeyLength.Least && key.length <= KeyLength.Most) return key;
  throw new PaymentError('INVALID_REQUEST', `a key of ${key.length} code units`);
}

export function validConfig(config: PaymentProcessorConfig): PaymentProcessorConfig {
  const { maxAttempts, attemptTimeoutMs, ...delays } = config;
  if (!Number.isInteger(maxAttempts) || maxAttempts < 1) throw new ConfigError(`maxAttempts = ${maxAttempts}`);
  if (!Number.isFinite(attemptTimeoutMs) || attemptTimeoutMs <= 0) throw new ConfigError('attemptTimeoutMs');
  for (const ms of [delays.retryDelayMs, delays.maxRetryDelayMs]) {
    if (!Number.isFinite(ms) || ms < 0) throw new ConfigError(`a delay of ${ms}`);
  }
  return { ...config };
}
