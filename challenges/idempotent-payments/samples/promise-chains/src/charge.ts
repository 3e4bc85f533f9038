import { NetworkError } from './contract';
import type { ChargeRequest, Clock, JsonValue, PaymentProvider } from './contract';

type End = { readonly by: 'answer'; readonly value: JsonValue } | { readonly by: 'timeout' };

/** One attempt, at most `timeoutMs` long. */
export const charge = (
  provider: PaymentProvider,
  clock: Clock,
  timeoutMs: number,
  request: ChargeRequest,
): Promise<JsonValue> => {
  const attempt = new AbortController();
  const timer = new AbortController();
  const answer = new Promise<JsonValue>((resolve) => resolve(provider.charge(request, attempt.signal))).then(
    (value): End => ({ by: 'answer', value: structuredClone(value) }),
  );
  const timeout = clock.sleep(timeoutMs, timer.signal).then((): End => ({ by: 'timeout' }));
  return Promise.race([answer, timeout])
    .then((end) => {
      if (end.by === 'answer') return end.value;
      attempt.abort();
      throw new NetworkError(`timed out after ${timeoutMs} ms`);
    })
    .finally(() => timer.abort());
};
