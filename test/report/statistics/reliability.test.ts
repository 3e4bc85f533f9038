import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { percentileInterval, resample } from '../../../grader/report/statistics/bootstrap.ts';
import { reliabilityOf } from '../../../grader/report/statistics/reliability.ts';
import { seededRandom } from '../../../grader/report/statistics/seeded-random.ts';

/** Ten students and a quiz of ten items, the worked example of K. L. Wuensch, "The Kuder-Richardson 20". */
const quiz = [
  '1111110110',
  '1011011101',
  '1111011001',
  '0010001000',
  '0000010010',
  '1110111111',
  '1101110111',
  '1111111101',
  '0101111101',
  '1101101110',
].map((line) => [...line].map(Number));

describe('alpha', () => {
  it('of a published quiz is 10/9 · (1 - 2.18/5.84)', () => {
    expect(reliabilityOf(quiz)?.alpha).toBeCloseTo((10 / 9) * (1 - 2.18 / 5.84), 10);
  });

  it('is 1 for rules that always agree', () => {
    expect(
      reliabilityOf([
        [1, 1],
        [0, 0],
        [1, 1],
      ])?.alpha,
    ).toBeCloseTo(1, 12);
  });

  it('is 0 for two rules that have nothing to do with each other', () => {
    expect(
      reliabilityOf([
        [0, 0],
        [0, 1],
        [1, 0],
        [1, 1],
      ])?.alpha,
    ).toBeCloseTo(0, 12);
  });

  it('is not there without two rules, two people or a difference between totals', () => {
    expect(reliabilityOf([])).toBeNull();
    expect(reliabilityOf([[1], [0]])).toBeNull();
    expect(reliabilityOf([[1, 0]])).toBeNull();
    expect(
      reliabilityOf([
        [1, 0],
        [0, 1],
      ]),
    ).toBeNull();
  });

  it('does not depend on the unit of the points', () => {
    const tenfold = quiz.map((row) => row.map((points) => 10 * points));
    expect(reliabilityOf(tenfold)?.alpha).toBeCloseTo(reliabilityOf(quiz)?.alpha ?? 0, 10);
  });

  it('never exceeds 1', () => {
    const row = fc.tuple(
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 3 }),
      fc.integer({ min: 0, max: 1 }),
    );
    fc.assert(
      fc.property(fc.array(row, { maxLength: 20 }), (rows) => {
        expect(reliabilityOf(rows)?.alpha ?? 0).toBeLessThanOrEqual(1 + 1e-9);
      }),
    );
  });
});

it('the standard error of measurement of the quiz is √(58.4 / 9) · √(1 - alpha) = 1.404 items', () => {
  // The totals' squared deviations sum to 10 · 5.84; alpha is 0.6963.
  const found = reliabilityOf(quiz);
  expect(found?.standardDeviation).toBeCloseTo(Math.sqrt(58.4 / 9), 10);
  expect(found?.standardError).toBeCloseTo(1.404, 3);
  expect(found?.mean).toBeCloseTo(6.6, 12);
});

it('a row that counts twice is a row that stands there twice', () => {
  const counts = Uint16Array.from([2, 0, 1, 1, 1, 1, 1, 1, 1, 1]);
  const [first = [], , ...others] = quiz;
  expect(reliabilityOf(quiz, counts)?.alpha).toBeCloseTo(reliabilityOf([first, first, ...others])?.alpha ?? 0, 12);
});

describe('resampling', () => {
  it('draws as many as there are, the same ones for the same seed', () => {
    const counts = resample(50, seededRandom(7));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(50);
    expect(resample(50, seededRandom(7))).toEqual(counts);
    expect(resample(50, seededRandom(8))).not.toEqual(counts);
  });

  it('leaves out about 1/e of the people', () => {
    const missing = resample(20_000, seededRandom(1)).filter((count) => count === 0).length;
    expect(missing / 20_000).toBeCloseTo(Math.exp(-1), 1);
  });

  it('takes the percentiles of what the resamples give', () => {
    const figures = Array.from({ length: 1001 }, (_, index) => (1000 - index) / 1000);
    expect(percentileInterval(figures).low).toBeCloseTo(0.025, 3);
    expect(percentileInterval(figures).high).toBeCloseTo(0.975, 3);
  });
});
