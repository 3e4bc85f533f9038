import { NetworkError } from './contract.ts';
import type { ChargeRequest, Clock, JsonValue, PaymentProvider } from './contract.ts';

export interface Charging {
  readonly provider: PaymentProvider;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

/** Too slow an attempt counts as a network failure (P10). It is never shown to the provider, so only we can throw it. */
class AttemptTimeout extends NetworkError {}

/**
 * One attempt: the provider's answer, copied, or whatever the provider threw, or a `NetworkError` after `timeoutMs`.
 * The race alone decides which, and handles the rejection of the one that loses it.
 */
export async function attemptCharge(
  { provider, clock, timeoutMs }: Charging,
  request: ChargeRequest,
): Promise<JsonValue> {
  const attempt = new AbortController();
  const timer = new AbortController();
  try {
    const answer = charge(provider, request, attempt.signal);
    return structuredClone(await Promise.race([answer, timeout(clock, timeoutMs, timer.signal)]));
  } catch (failure) {
    if (failure instanceof AttemptTimeout) attempt.abort();
    throw failure;
  } finally {
    timer.abort('the attempt is over');
  }
}

/** Async, so that a provider that throws at the call counts like one that rejects. */
async function charge(provider: PaymentProvider, request: ChargeRequest, signal: AbortSignal): Promise<JsonValue> {
  return provider.charge(request, signal);
}

async function timeout(clock: Clock, timeoutMs: number, signal: AbortSignal): Promise<never> {
  await clock.sleep(timeoutMs, signal);
  throw new AttemptTimeout(`no answer within ${timeoutMs} ms`);
}
