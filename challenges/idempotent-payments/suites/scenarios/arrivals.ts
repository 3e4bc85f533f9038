/** Moments in the life of a run at which another call can arrive. */

import type { Call } from '../../../../grader/judge/call.ts';
import type { JsonValue } from '../../../../grader/judge/contract.ts';
import type { Answer } from '../../../../grader/judge/scripted-provider.ts';
import { networkError } from '../../../../grader/judge/errors.ts';
import type { Payments } from '../../../../grader/judge/open-payments.ts';
import { at } from './outcomes.ts';

/** How a run that was brought to its moment ends. */
export type Finish = Exclude<Answer, { readonly kind: 'hold' | 'throw' }>;

export interface Arrival {
  /** For titles: "while the provider is charged". */
  readonly name: string;
  /** How many charges the whole run takes. */
  readonly charges: number;
  /** Sets up what the first call will meet; before it is made. */
  prepare(payments: Payments, finish: Finish): void;
  /** Brings the first call to its moment. */
  reach(payments: Payments): Promise<void>;
  /** Whether the first call is past it, because it does not pause or does not wait for the store: that is the matter of other rules. */
  isMissed?(payments: Payments, first: Call<JsonValue>): boolean;
  /** Lets it go on to its end. */
  finish(payments: Payments, finish: Finish): void;
}

const failed = (): Finish => ({ kind: 'fail', error: networkError() });

/** With the ordinary configuration: two attempts to spare, the first pause takes 100 ms. */
export const ARRIVALS: readonly Arrival[] = [
  {
    name: 'in the same turn',
    charges: 1,
    prepare: ({ provider }, finish) => void provider.otherwise(finish),
    reach: async () => undefined,
    finish: () => undefined,
  },
  {
    name: 'while the claim is not answered',
    charges: 1,
    prepare: ({ provider, store }, finish) => {
      provider.otherwise(finish);
      store.next('insertPending', { kind: 'hold' });
    },
    reach: ({ idle }) => idle(),
    finish: ({ store }) => at(store.callsOf('insertPending'), 0, 'claim').release(),
  },
  {
    name: 'while the provider is charged',
    charges: 1,
    prepare: ({ provider }, finish) => void provider.script({ kind: 'hold' }).otherwise(finish),
    reach: ({ clock }) => clock.advance(70),
    finish: ({ provider }, finish) => at(provider.charges, 0, 'charge').answer(finish),
  },
  {
    name: 'between two attempts',
    charges: 2,
    prepare: ({ provider }, finish) => void provider.script(failed()).otherwise(finish),
    reach: ({ clock }) => clock.advance(40),
    isMissed: ({ provider }) => provider.charges.length > 1,
    finish: () => undefined,
  },
  {
    name: 'during the second attempt',
    charges: 2,
    prepare: ({ provider }, finish) => void provider.script(failed(), { kind: 'hold' }).otherwise(finish),
    reach: ({ clock, provider }) => until(clock, () => provider.charges.length > 1),
    finish: ({ provider }, finish) => at(provider.charges, 1, 'charge').answer(finish),
  },
  {
    name: 'while the outcome is being recorded',
    charges: 1,
    prepare: ({ provider, store }, finish) => {
      provider.otherwise(finish);
      store.next('updateStatus', { kind: 'hold' });
    },
    reach: ({ clock, store }) => until(clock, () => store.callsOf('updateStatus').length > 0),
    isMissed: ({ store }, first) => store.callsOf('updateStatus').length > 0 && first.state !== 'open',
    finish: ({ store }) => at(store.callsOf('updateStatus'), 0, 'settling').release(),
  },
];

/** Lets time pass until it has come to that, but not for ever: retries with other pauses have cases of their own. */
async function until(clock: Payments['clock'], hasCome: () => boolean): Promise<void> {
  await clock.advance(0);
  for (let waited = 0; waited < 50 && !hasCome(); waited += 1) await clock.advance(20);
}
