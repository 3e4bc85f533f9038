/** Series of attempts: the provider's answers by letter, and the instants at which attempts must start. */

import type { Answer, Charge } from '../../../../grader/judge/scripted-provider.ts';
import { networkError } from '../../../../grader/judge/errors.ts';
import { START } from '../../../../grader/judge/suite.ts';

/**
 * `N` a network failure, `L` one after the money has moved, `S` one thrown at the call, `W` one that takes 30 ms,
 * `T` no answer at all: the attempt times out.
 */
export type Failure = 'N' | 'L' | 'S' | 'W' | 'T';

export const SLOW_MS = 30;

/** The answer that `failure` stands for. */
export function failing(failure: Failure, error = networkError()): Answer {
  switch (failure) {
    case 'N':
      return { kind: 'fail', error };
    case 'L':
      return { kind: 'fail', error, moved: true };
    case 'S':
      return { kind: 'throw', error };
    case 'W':
      return { kind: 'fail', error, afterMs: SLOW_MS };
    case 'T':
      return { kind: 'hold' };
  }
}

/** How long an attempt that ends like that takes. */
export function durationOf(failure: Failure, attemptTimeoutMs: number): number {
  if (failure === 'T') return attemptTimeoutMs;
  return failure === 'W' ? SLOW_MS : 0;
}

/** All words of `length` letters. */
export function words(letters: readonly Failure[], length: number): Failure[][] {
  if (length === 0) return [[]];
  return words(letters, length - 1).flatMap((word) => letters.map((letter) => [...word, letter]));
}

/** The pause after the n-th failed attempt, as the rules have it. */
export function pauseAfter(
  n: number,
  config: { readonly retryDelayMs: number; readonly maxRetryDelayMs: number },
): number {
  const { retryDelayMs, maxRetryDelayMs } = config;
  return retryDelayMs === 0 ? 0 : Math.min(maxRetryDelayMs, retryDelayMs * 2 ** (n - 1));
}

/** When the attempts started, counted from the start of the case. */
export function startsOf(charges: readonly Charge[]): number[] {
  return charges.map((charge) => charge.at - START);
}
