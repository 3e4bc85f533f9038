import { describe } from 'vitest';
import { rule } from '../../../grader/judge/suite.ts';
import { describeOrder, releaseOrders } from './scenarios/release-orders.ts';
import { runOrders } from './scenarios/run-orders.ts';

const PAIRS = releaseOrders(2);
const TRIPLES = releaseOrders(3);

describe('two processors are called with one key, and let go', () => {
  for (const order of PAIRS) {
    rule('P4', `in the order ${describeOrder(order)}: one pays`, () =>
      runOrders([order], { processors: 2, rule: 'P4', first: 'approved' }),
    );

    rule('P9', `in the order ${describeOrder(order)}: after a decline the key can be paid`, () =>
      runOrders([order], { processors: 2, rule: 'P9', first: 'declined' }),
    );

    rule('P3', `in the order ${describeOrder(order)}: two callers at each share a run`, () =>
      runOrders([order], { processors: 2, rule: 'P3', first: 'approved', callers: 2 }),
    );
  }
});

/** How many of the 1,260 schedules are run side by side. */
const AT_ONCE = 42;

describe('three processors are called with one key, and let go', () => {
  for (let from = 0; from < TRIPLES.length; from += AT_ONCE) {
    const orders = TRIPLES.slice(from, from + AT_ONCE);
    const [first = []] = orders;
    rule('P4', `in the order ${describeOrder(first)} and ${orders.length - 1} more: one pays`, () =>
      runOrders(orders, { processors: 3, rule: 'P4', first: 'approved' }),
    );
  }
});
