/** How much the same work varies on this machine at this moment. */
export interface Noise {
  readonly rounds: number;
  readonly medianMs: number;
  /** From the third fastest round to the third slowest, in percent of the median: one hiccup is no noise. */
  readonly spreadPercent: number;
}

const ROUNDS = 20;

/** Runs one CPU-bound loop 20 times, about a quarter of a second in all; the first rounds warm up and do not count. */
export function measureNoise(): Noise {
  for (let round = 0; round < 3; round++) burn();
  const times = Array.from({ length: ROUNDS }, () => {
    const start = performance.now();
    burn();
    return performance.now() - start;
  }).toSorted((a, b) => a - b);
  const median = times[ROUNDS / 2] ?? 0;
  const spread = (times.at(-3) ?? 0) - (times[2] ?? 0);
  return {
    rounds: ROUNDS,
    medianMs: Math.round(median * 100) / 100,
    spreadPercent: median === 0 ? 0 : Math.round((spread / median) * 100),
  };
}

function burn(): number {
  let state = 1;
  for (let index = 0; index < 4_000_000; index++) state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
  return state;
}
