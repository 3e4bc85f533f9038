/** Payment ids where they are not the point: a wrong one is the rule of payment ids (P8), and costs no second rule. */

import { expect } from 'vitest';
import { memberOf } from '../../../../grader/judge/member-of.ts';
import type { Payments } from '../../../../grader/judge/open-payments.ts';
import { at } from './outcomes.ts';

/** What an error or a report must name: the payment id of this charge; any, where a charge went out under one that no claim was made with. */
export function idOf({ store, provider }: Pick<Payments, 'store' | 'provider'>, charge: number): unknown {
  const claimed = store.callsOf('insertPending').map(({ args }) => memberOf(args[1], 'paymentId'));
  const isRight = provider.charges.every(({ paymentId }) => claimed.includes(paymentId));
  return isRight ? at(provider.charges, charge, 'charge').paymentId : expect.anything();
}

/** Whether charges of different payments share an id, so that the provider makes one payment of them. */
export function shareAnId({ charges }: Payments['provider']): boolean {
  return new Set(charges.map(({ paymentId }) => paymentId)).size < charges.length;
}
