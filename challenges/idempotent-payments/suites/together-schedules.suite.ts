import { describe } from 'vitest';
import { rule } from '../../../grader/judge/suite.ts';
import { callOrders, describeOrder } from './scenarios/release-orders.ts';
import { runOrders } from './scenarios/run-orders.ts';

const PAIRS = callOrders(2);
const TRIPLES = callOrders(3);

describe('two processors on the own store are called and let go', () => {
  for (const order of PAIRS) {
    rule('W1', `in the order ${describeOrder(order)}: one pays`, () =>
      runOrders([order], { processors: 2, store: 'own', rule: 'W1', first: 'approved', called: true }),
    );

    rule('W1', `in the order ${describeOrder(order)}: after a decline the key can be paid`, () =>
      runOrders([order], { processors: 2, store: 'own', rule: 'W1', first: 'declined', called: true }),
    );
  }
});

/** How many schedules of three processors are run side by side. */
const AT_ONCE = 60;

describe('three processors on the own store are called and let go', () => {
  for (let from = 0; from < TRIPLES.length; from += AT_ONCE) {
    const orders = TRIPLES.slice(from, from + AT_ONCE);
    const [first = []] = orders;
    rule('W1', `in the order ${describeOrder(first)} and ${orders.length - 1} more: one pays`, () =>
      runOrders(orders, { processors: 3, store: 'own', rule: 'W1', first: 'approved', called: true }),
    );
  }
});
