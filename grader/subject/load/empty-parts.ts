/** An implementation that gives the right answers for nothing: what a slice costs with it is the harness's own cost. */

import { memberOf, type Orders } from './orders.ts';
import type { ScriptedCharges } from './scripted-charges.ts';

/** Store and processor as the load drives them. */
export interface LoadParts {
  readonly store: unknown;
  readonly processor: unknown;
}

/** It relies on orders and claims coming in the order of their numbers. */
export function emptyParts(orders: Orders, charges: ScriptedCharges): LoadParts {
  let paid = -1;
  let claimed = 0;
  const processor = {
    processPayment: async (_key: unknown, payload: unknown): Promise<unknown> => {
      const order = Number(memberOf(payload, 'order'));
      if (order <= paid) return orders.response(order);
      paid = order;
      return charges.charge({ payload, paymentId: order });
    },
  };
  const store = {
    insertPending: async (key: unknown): Promise<unknown> => {
      const claim = orders.orderOf(key);
      if (claim >= claimed) return { outcome: 'duplicate' };
      claimed = claim;
      return { outcome: 'inserted', token: claim };
    },
    get: async (key: unknown): Promise<unknown> => ({
      status: 'completed',
      response: orders.response(orders.orderOf(key)),
    }),
    size: async (): Promise<number> => 0,
  };
  return { store, processor };
}
