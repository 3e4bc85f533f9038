import { expect, it } from 'vitest';
import { Orders } from '../../../grader/subject/load/orders.ts';

const SEEDS = [0, 1, 7, 2 ** 31 - 1];
/** Bulk claims count down from -1, payments up from 0. */
const ORDERS = [-200_000, -1_297, -1_296, -1, 0, 1, 35, 36, 1_295, 1_296, 1_679_615, 1_679_616];

it.each(SEEDS)('under seed %i a key is its number to the base 36 in seven digits, and tells the order', (seed) => {
  const orders = new Orders(seed);
  for (const order of ORDERS) {
    const key = orders.key(order);
    expect(orders.orderOf(key)).toBe(order);
    expect(key).toMatch(/^key-[0-9a-z]{7}$/);
  }
});

it('the claim of an order is for its key', () => {
  const orders = new Orders(1);
  const word = orders.key(-5).slice('key-'.length);
  expect(orders.claim(-5)).toEqual({
    key: `key-${word}`,
    claim: { fingerprint: `fp-${word}`, paymentId: `pay-${word}` },
  });
});
