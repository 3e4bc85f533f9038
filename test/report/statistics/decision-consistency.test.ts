import { describe, expect, it } from 'vitest';

import {
  bothBelowShare,
  decisionConsistency,
  normalShare,
} from '../../../grader/report/statistics/decision-consistency.ts';

it.each([
  [0, 0.5],
  [1, 0.8413],
  [-1.96, 0.025],
  [2.33, 0.9901],
])('the normal distribution below %d is %d', (z, share) => {
  expect(normalShare(z)).toBeCloseTo(share, 4);
});

describe('the chance that two scores are both below a border', () => {
  it.each([0.1, 0.5, 0.8, 0.95])('at the mean is 1/4 + arcsin(r) / 2π for r = %d, Sheppard (1899)', (r) => {
    expect(bothBelowShare(0, r)).toBeCloseTo(0.25 + Math.asin(r) / (2 * Math.PI), 6);
  });

  it('is the product of the shares for scores that have nothing in common', () => {
    expect(bothBelowShare(1, 0)).toBeCloseTo(normalShare(1) ** 2, 6);
    expect(bothBelowShare(-0.7, 0)).toBeCloseTo(normalShare(-0.7) ** 2, 6);
  });

  it('is the share of one score where both are the same', () => {
    expect(bothBelowShare(0.3, 1)).toBeCloseTo(normalShare(0.3), 6);
  });

  it.each([
    [1, 0.5],
    [-1.5, 0.7],
    [0.4, 0.9],
  ])('at z = %d and r = %d is what integrating the conditional distribution gives', (z, r) => {
    const step = 0.001;
    let sum = 0;
    for (let x = -8; x < z; x += step) {
      const density = Math.exp(-((x + step / 2) ** 2) / 2) / Math.sqrt(2 * Math.PI);
      sum += density * normalShare((z - r * (x + step / 2)) / Math.sqrt(1 - r ** 2)) * step;
    }
    expect(bothBelowShare(z, r)).toBeCloseTo(sum, 3);
  });
});

describe('the consistency of decisions', () => {
  const scores = { mean: 60, standardDeviation: 15 };

  it.each([
    // Subkoviak (1988), table 1, the row for a cut at the mean.
    [0.1, 0.53],
    [0.2, 0.56],
    [0.3, 0.6],
    [0.4, 0.63],
    [0.5, 0.67],
    [0.6, 0.7],
    [0.7, 0.75],
    [0.8, 0.8],
    [0.9, 0.86],
  ])('at the mean is, for a reliability of %d, the published %d', (reliability, agreement) => {
    expect(decisionConsistency(60.5, { ...scores, reliability }).agreement).toBeCloseTo(agreement, 2);
  });

  it('at the mean has the kappa 2 arcsin(r) / π', () => {
    const found = decisionConsistency(60.5, { ...scores, reliability: 0.8 });
    expect(found.kappa).toBeCloseTo((2 * Math.asin(0.8)) / Math.PI, 5);
  });

  it('is that of chance for a test that measures nothing', () => {
    const found = decisionConsistency(75.5, { ...scores, reliability: 0 });
    const below = normalShare(1);
    expect(found.agreement).toBeCloseTo(below ** 2 + (1 - below) ** 2, 5);
    expect(found.kappa).toBeCloseTo(0, 5);
  });

  it('is perfect for a test that measures perfectly', () => {
    expect(decisionConsistency(70, { ...scores, reliability: 1 })).toMatchObject({ agreement: 1, kappa: 1 });
  });

  it('is the same on both sides of the mean', () => {
    const [below, above] = [45.5, 75.5].map((cut) => decisionConsistency(cut, { ...scores, reliability: 0.7 }));
    expect(below?.agreement).toBeCloseTo(above?.agreement ?? 0, 6);
  });
});
