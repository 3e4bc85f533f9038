/** Orders that a seed decides. */

/** A function that brings lists into an order of its own, each time another one. */
export function makeShuffle(seed: number): <T>(items: readonly T[]) => readonly T[] {
  let state = seed | 0;
  const below = (limit: number): number => {
    // Numerical Recipes' linear congruential generator; the upper bits are good enough for an order.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return Math.floor(((state >>> 0) / 2 ** 32) * limit);
  };
  return (items) => {
    const left = [...items];
    return items.map(() => left.splice(below(left.length), 1)).flat();
  };
}
