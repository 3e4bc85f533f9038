/** A payment that is under way at one processor, and a call for the same at another. */

import type { Call } from '../../../../grader/judge/call.ts';
import type { JsonValue } from '../../../../grader/judge/contract.ts';
import { openPayments, type PaymentsOptions } from '../../../../grader/judge/open-payments.ts';
import type { ScriptedProvider } from '../../../../grader/judge/scripted-provider.ts';
import { values } from '../../../../grader/judge/suite.ts';
import { at, paid } from './outcomes.ts';

export interface CalledElsewhere {
  /** Held at the provider. */
  readonly first: Call<JsonValue>;
  /** The other processor's call, as far as it gets meanwhile. */
  readonly second: Call<JsonValue>;
  readonly provider: ScriptedProvider;
  /** Lets the payment under way succeed. */
  finish(): Promise<void>;
}

export async function callElsewhere(options: Pick<PaymentsOptions, 'sameObjects'> = {}): Promise<CalledElsewhere> {
  const { processors, provider, idle } = await openPayments({ processors: 2, ...options });
  provider.script({ kind: 'hold' });
  const key = values().key();
  const payload = values().payload();
  const first = at(processors, 0, 'processor').processPayment(key, payload);
  await idle();
  const second = at(processors, 1, 'processor').processPayment(key, payload);
  await idle();
  const finish = async (): Promise<void> => {
    at(provider.charges, 0, 'charge').answer({ kind: 'approve' });
    await paid(first);
  };
  return { first, second, provider, finish };
}
