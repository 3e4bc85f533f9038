import { DeclinedError, NetworkError, PaymentError } from './contract.ts';
import type { IdempotencyRecord, InsertResult, JsonValue, PaymentOutcome, PaymentProcessorConfig } from './contract.ts';

export interface Owned {
  readonly token: string;
  readonly record: IdempotencyRecord;
}

export type State =
  | { readonly is: 'claiming' }
  | { readonly is: 'charging'; readonly owned: Owned; readonly attempt: number }
  | { readonly is: 'waiting'; readonly owned: Owned; readonly attempt: number; readonly delayMs: number }
  | { readonly is: 'settling'; readonly owned: Owned; readonly outcome: PaymentOutcome; readonly end: Ended }
  | Ended;

export type Ended =
  { readonly is: 'paid'; readonly response: JsonValue } | { readonly is: 'refused'; readonly error: unknown };

export type Event =
  | { readonly type: 'claimed'; readonly result: InsertResult }
  | { readonly type: 'claim refused'; readonly cause: unknown }
  | { readonly type: 'answered'; readonly response: JsonValue }
  | { readonly type: 'charge failed'; readonly cause: unknown }
  | { readonly type: 'woke' }
  | { readonly type: 'settled' };

/** The next state; pure. An event that does not belong to the state changes nothing. */
export function transition(state: State, event: Event, config: PaymentProcessorConfig): State {
  switch (event.type) {
    case 'claimed':
      return afterClaim(event.result);
    case 'claim refused':
      return refused(new PaymentError('STORE_UNAVAILABLE', 'the claim was refused', {}, { cause: event.cause }));
    case 'answered': {
      if (state.is !== 'charging') return state;
      const { response } = event;
      const outcome: PaymentOutcome = { status: 'completed', response };
      return { is: 'settling', owned: state.owned, outcome, end: { is: 'paid', response } };
    }
    case 'charge failed':
      return state.is === 'charging' ? afterFailure(state.owned, state.attempt, event.cause, config) : state;
    case 'woke':
      return state.is === 'waiting' ? { is: 'charging', owned: state.owned, attempt: state.attempt + 1 } : state;
    case 'settled':
      return state.is === 'settling' ? state.end : state;
  }
}

function afterClaim(result: InsertResult): State {
  if (result.outcome === 'inserted') return { is: 'charging', owned: result, attempt: 1 };
  if (result.outcome === 'mismatch') return refused(new PaymentError('PAYLOAD_MISMATCH', 'another payload'));
  const { status, response } = result.record;
  if (status !== 'completed') return refused(new PaymentError('IN_PROGRESS', 'under way elsewhere'));
  return { is: 'paid', response: response ?? null };
}

function afterFailure(owned: Owned, attempt: number, cause: unknown, config: PaymentProcessorConfig): State {
  if (cause instanceof NetworkError && attempt < config.maxAttempts) {
    const { retryDelayMs, maxRetryDelayMs } = config;
    const factor = 2 ** Math.min(attempt - 1, 1_000);
    return { is: 'waiting', owned, attempt, delayMs: Math.min(maxRetryDelayMs, retryDelayMs * factor) };
  }
  const details = { paymentId: owned.record.paymentId, attempts: attempt };
  const code =
    cause instanceof NetworkError
      ? 'RETRIES_EXHAUSTED'
      : cause instanceof DeclinedError
        ? 'DECLINED'
        : 'PROVIDER_FAULT';
  const end = refused(new PaymentError(code, 'the payment failed', details, { cause }));
  return { is: 'settling', owned, outcome: { status: 'failed' }, end };
}

function refused(error: PaymentError): Ended {
  return { is: 'refused', error };
}
