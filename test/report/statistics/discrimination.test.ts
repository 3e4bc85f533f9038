import { expect, it } from 'vitest';

import { discriminationOf } from '../../../grader/report/statistics/discrimination.ts';
import { meanInterval, studentQuantile } from '../../../grader/report/statistics/mean-interval.ts';

it('the point-biserial correlation is (M1 - M0) / s · √(p q), with s over n', () => {
  const item = [1, 1, 1, 0, 0];
  const rest = [9, 8, 7, 5, 1];
  // M1 = 8, M0 = 3; the scores' mean is 6 and their squared deviations sum to 9 + 4 + 1 + 1 + 25 = 40.
  const expected = ((8 - 3) / Math.sqrt(40 / 5)) * Math.sqrt((3 / 5) * (2 / 5));
  expect(discriminationOf(item, rest)?.value).toBeCloseTo(expected, 10);
});

it("Fisher's interval of r = 0.5 for 50 people is 0.2575 to 0.6833", () => {
  // Half of the people have the item; the rest score is built to correlate with it at exactly 0.5.
  const item = Array.from({ length: 50 }, (_, index) => (index < 25 ? 1 : 0));
  const noise = Array.from(
    { length: 50 },
    (_, index) => (index % 2 === 0 ? 1 : -1) * (index === 24 || index === 49 ? 0 : 1),
  );
  const spread = Math.sqrt(noise.reduce((sum, value) => sum + value ** 2, 0) / 50);
  const rest = item.map((value, index) => 0.5 * (2 * value - 1) + Math.sqrt(0.75) * ((noise[index] ?? 0) / spread));
  const found = discriminationOf(item, rest);
  expect(found?.value).toBeCloseTo(0.5, 10);
  expect(found?.low).toBeCloseTo(0.2575, 3);
  expect(found?.high).toBeCloseTo(0.6833, 3);
});

it('there is no correlation with what does not vary, nor among three people', () => {
  expect(discriminationOf([1, 1, 1, 1], [1, 2, 3, 4])).toBeNull();
  expect(discriminationOf([1, 0, 1, 0], [5, 5, 5, 5])).toBeNull();
  expect(discriminationOf([1, 0, 1], [1, 2, 3])).toBeNull();
});

it.each([
  // Published tables of Student's t, 97.5 %.
  [9, 2.262],
  [14, 2.145],
  [19, 2.093],
  [29, 2.045],
  [60, 2.0],
  [120, 1.98],
])("Student's quantile for %i degrees of freedom is %d", (degrees, quantile) => {
  expect(studentQuantile(degrees)).toBeCloseTo(quantile, 3);
});

it('the interval of a mean is mean ± t · s / √n', () => {
  const figures = [2, 4, 4, 4, 5, 5, 7, 9, 5, 5];
  // Mean 5; squared deviations 9 + 1 + 1 + 1 + 4 + 16 = 32, so s = √(32 / 9).
  const half = (2.2622 * Math.sqrt(32 / 9)) / Math.sqrt(10);
  expect(meanInterval(figures).value).toBeCloseTo(5, 12);
  expect(meanInterval(figures).low).toBeCloseTo(5 - half, 3);
  expect(meanInterval(figures).high).toBeCloseTo(5 + half, 3);
});
