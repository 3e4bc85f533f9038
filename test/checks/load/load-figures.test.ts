import { describe, expect, it } from 'vitest';
import type { Rise } from '../../../grader/checks/load/growth-figures.ts';
import { scoredRatio, type Round } from '../../../grader/checks/load/load-figures.ts';
import type { Costs } from '../../../grader/checks/load/measure-rounds.ts';
import { bandOf, widenedBy } from '../../../grader/load-band.ts';
import { seededRandom } from '../../../grader/subject/randomness.ts';

const band = { points: 6, fullAtMost: 3, zeroFrom: 10 };
const noRise: Rise = { candidate: 0, reference: 0, candidates: [] };
const QUIET = { median: 1, low: 0.98, high: 1.03 };

const each = (cost: number): Costs => ({ fresh: cost, replayed: cost, joined: cost, interleaved: cost });

/** Rounds of a candidate with these costs beside a reference that costs 50 µs, or what is given. */
function roundsOf(candidate: readonly number[], reference: readonly number[] = []): readonly Round[] {
  return candidate.map((cost, index) => [each(cost), each(reference[index] ?? 50)]);
}

function scored(rounds: readonly Round[], { noise = QUIET, rise = noRise } = {}) {
  return scoredRatio(rounds, rise, { harness: each(0), random: seededRandom(1), noise, band });
}

const bandFor = (rounds: readonly Round[], noise = QUIET) => bandOf(band, widenedBy(scored(rounds, { noise }), noise));

/** Fast in every other round, as fast as the reference, and slow in the others. */
const stretches = (times: number) => [50, 50 * times, 50 * times, 50, 50, 50 * times, 50, 50 * times, 50 * times, 50];

describe('the ratio that is scored', () => {
  it('a candidate that is slow in stretches is scored by its mean cost', () => {
    expect(scored(roundsOf(stretches(32)))).toMatchObject({ median: 16.5, high: 16.5 });
    expect(bandFor(roundsOf(stretches(32)))).toBe('none');
    expect(bandFor(roundsOf(stretches(10)))).toBe('part');
  });

  it('as it was seen: costs of rounds in microseconds, candidate and reference', () => {
    const own = [198, 589, 129, 193, 420, 75, 213, 544, 219, 431];
    const other = [55, 62, 60, 60, 53, 52, 59, 58, 61, 58];
    expect(bandFor(roundsOf(own, other))).toBe('part');
  });

  it('a mean that is within noise of the end of a band stays without one', () => {
    expect(bandFor(roundsOf(stretches(5.5)))).toBe('undecided');
  });

  it('no stretches make a slow candidate better than its fast rounds', () => {
    for (const times of [2.2, 3, 10, 100]) {
      const { median, low } = scored(roundsOf(stretches(times).map((cost) => 5 * cost)));
      expect(low).toBeGreaterThanOrEqual(5);
      expect(low).toBeLessThanOrEqual(median);
    }
  });

  it.each([
    ['near the end of the first band', [145, 155, 150, 148, 153, 151, 146, 154, 149, 152]],
    ['between bands, not far apart', [110, 180, 120, 190, 115, 170, 130, 185, 125, 175]],
  ])('a steady cost %s keeps its interval', (_where, costs) => {
    const { median, low, high } = scored(roundsOf(costs));
    expect(low).toBeLessThan(median);
    expect(high).toBeGreaterThan(median);
    expect(bandFor(roundsOf(costs))).toBe('undecided');
  });

  it('where one band is certain nothing changes, however much rounds differ', () => {
    const { low, high } = scored(roundsOf(stretches(2.5)));
    expect([low, high]).toEqual([1, 2.5]);
  });

  it('a machine that was not quiet is no doing of the candidate', () => {
    const wavering = stretches(32).map((_, index) => (index % 2 === 0 ? 50 : 80));
    const noise = { median: 1.1, low: 0.9, high: 1.4 };
    for (const { median, high } of [
      scored(roundsOf(stretches(32), wavering)),
      scored(roundsOf(stretches(32)), { noise }),
    ])
      expect(high).toBeGreaterThan(median);
  });

  it('a prediction that is uncertain for more keys is no spread of rounds', () => {
    const rise = { candidate: 500, reference: 0, candidates: Array.from({ length: 400 }, (_, index) => index * 5) };
    const { low, high } = scored(roundsOf(Array(10).fill(50)), { rise });
    expect(high / low).toBeGreaterThan(2);
  });
});
