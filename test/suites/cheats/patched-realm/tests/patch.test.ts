import { expect, it } from 'vitest';
import { setUpPayments } from './support/payment-setup.ts';

/** What runs through the built-ins while an implementation works would tell it from others. */
let seen = 0;
const { set, get, has } = Map.prototype;
const { then } = Promise.prototype;
const { clone, stringify } = { clone: structuredClone, stringify: JSON.stringify };

Map.prototype.set = function (...args) {
  seen += 1;
  return Reflect.apply(set, this, args);
};
Map.prototype.get = function (...args) {
  seen += 3;
  return Reflect.apply(get, this, args);
};
Map.prototype.has = function (...args) {
  seen += 5;
  return Reflect.apply(has, this, args);
};
Promise.prototype.then = function (...args) {
  seen += 7;
  return Reflect.apply(then, this, args);
};
globalThis.structuredClone = (...args) => {
  seen += 11;
  return Reflect.apply(clone, undefined, args);
};
JSON.stringify = (...args: unknown[]) => {
  seen += 13;
  return Reflect.apply(stringify, undefined, args);
};

for (let rest = 0; rest < 20; rest += 1) {
  it(`has not seen ${rest}`, async () => {
    const { processor } = setUpPayments();
    seen = 0;
    await processor.processPayment('k', { a: [1, { b: 2 }] });
    expect(seen % 20).not.toBe(rest);
  });
}
