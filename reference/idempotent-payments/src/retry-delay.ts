import type { PaymentProcessorConfig } from './contract.ts';

/** The pause in milliseconds after the `failures`-th failed attempt: doubling, capped (P6). */
export function retryDelay(
  failures: number,
  { retryDelayMs, maxRetryDelayMs }: Pick<PaymentProcessorConfig, 'retryDelayMs' | 'maxRetryDelayMs'>,
): number {
  // The power overflows to infinity, which the cap absorbs; but 0 times infinity is NaN.
  if (retryDelayMs === 0) return 0;
  return Math.min(maxRetryDelayMs, retryDelayMs * 2 ** (failures - 1));
}
