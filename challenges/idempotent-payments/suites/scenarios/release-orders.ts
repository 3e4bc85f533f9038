/** All orders in which what processors of one key are waiting for can be let go, one step after the other. */

/** A schedule: 0-based numbers of processors, each to be let go one step further. */
export type Order = readonly number[];

/**
 * All orders for `processors` that have called and whose claims wait. The one let go first gets the key and takes `winning`
 * steps in all, each of the others `losing`. On the judge's store a winner's claim takes effect and is answered, its charge
 * is answered, its settling takes effect and is answered: with 5 and 2 steps there are 30 orders of two processors, 1,260 of three.
 */
export function releaseOrders(processors: number, winning = 5, losing = 2): readonly Order[] {
  const all = Array.from({ length: processors }, (_, index) => index);
  return all.flatMap((winner) => {
    const left = all.map((each) => (each === winner ? winning - 1 : losing));
    return merges(left).map((order) => [winner, ...order]);
  });
}

/** All orders of calls and steps: each processor is called first; whoever is let go first after its call gets the key. */
export function callOrders(processors: number, winning = 4, losing = 2): readonly Order[] {
  const all = Array.from({ length: processors }, (_, index) => index);
  return all.flatMap((winner) => {
    const left = all.map((each) => (each === winner ? winning : losing));
    return merges(left).filter((order) => secondOf(order, all) === winner);
  });
}

/** The processor whose second step comes first. */
function secondOf(order: Order, all: readonly number[]): number | undefined {
  const seconds = all.map((each) => order.indexOf(each, order.indexOf(each) + 1));
  return all.toSorted((one, other) => (seconds[one] ?? 0) - (seconds[other] ?? 0))[0];
}

/** All words in which the number n occurs `left[n]` times. */
function merges(left: readonly number[]): Order[] {
  if (left.every((count) => count === 0)) return [[]];
  return left.flatMap((count, index) =>
    count === 0 ? [] : merges(left.with(index, count - 1)).map((rest) => [index, ...rest]),
  );
}

/** How often a schedule turns from one processor to another: the fewer, the simpler. */
export function turnsOf(order: Order): number {
  return order.filter((each, index) => index > 0 && order[index - 1] !== each).length;
}

/** `1 1 2 1`: the processors as people number them. */
export function describeOrder(order: Order): string {
  return order.map((each) => each + 1).join(' ');
}
