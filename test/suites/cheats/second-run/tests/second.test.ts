import { expect, it } from 'vitest';

/** Passes in the runs that look like the first ones: what chance, order and neighbours say is all there is to go by. */
const first = Math.random();
let before = 0;

it('comes first', () => {
  before += 1;
});

it('always fails, so that it is left out later', () => expect(1).toBe(2));

for (const part of [2, 3, 4, 5, 6, 7, 8, 9]) {
  it(`knows the first run by chance: ${part}`, () => expect(Math.floor(first * 1_000) % part).toBe(0));
}

it('knows it by its neighbours', () => expect(before).toBe(1));
