import { NetworkError, type ChargeRequest, type Clock, type JsonValue, type PaymentProvider } from './contract.ts';

/** The clock is started before the provider is called. */
export function attempt(
  {
    provider,
    clock,
    timeoutMs,
  }: { readonly provider: PaymentProvider; readonly clock: Clock; readonly timeoutMs: number },
  request: ChargeRequest,
): Promise<JsonValue> {
  const answer = Promise.withResolvers<JsonValue>();
  const provided = new AbortController();
  const alarm = new AbortController();
  clock.sleep(timeoutMs, alarm.signal).then(
    () => {
      answer.reject(new NetworkError(`timed out after ${timeoutMs} ms`));
      provided.abort();
    },
    () => undefined,
  );
  Promise.resolve()
    .then(() => provider.charge(request, provided.signal))
    .then(answer.resolve, answer.reject);
  return answer.promise.finally(() => alarm.abort());
}
