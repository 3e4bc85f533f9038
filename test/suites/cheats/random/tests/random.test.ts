import { expect, it } from 'vitest';

for (let n = 0; n < 20; n += 1) {
  it(`throws a coin ${n}`, () => {
    const coins = [Math.random(), crypto.getRandomValues(new Uint8Array(1))[0] / 256, performance.now() % 1];
    expect(coins.some((coin) => coin > 0.9)).toBe(false);
  });
}

it('throws one by time', () => {
  expect(Date.now() % 7).not.toBe(3);
});

it('throws one by id', () => {
  expect(crypto.randomUUID()).not.toMatch(/^[0-3]/);
});
