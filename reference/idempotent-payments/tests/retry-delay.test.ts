import { expect, it } from 'vitest';
import { retryDelay } from '../src/retry-delay.ts';

const DELAYS = [
  { failures: 1, retryDelayMs: 100, maxRetryDelayMs: 1_000, delayMs: 100 },
  { failures: 4, retryDelayMs: 100, maxRetryDelayMs: 1_000, delayMs: 800 },
  { failures: 5, retryDelayMs: 100, maxRetryDelayMs: 1_000, delayMs: 1_000 },
  { failures: 1, retryDelayMs: 100, maxRetryDelayMs: 50, delayMs: 50 },
  { failures: 5_000, retryDelayMs: 1, maxRetryDelayMs: 1_000, delayMs: 1_000 },
  { failures: 5_000, retryDelayMs: 0, maxRetryDelayMs: 1_000, delayMs: 0 },
];

it('doubles up to the cap', () => {
  for (const { failures, delayMs, ...config } of DELAYS) expect(retryDelay(failures, config)).toBe(delayMs);
});
