import { expect, it } from 'vitest';

import { isoWeek } from '../../../grader/report/cohort/iso-week.ts';

it.each([
  ['2026-02-09T00:00:00.000Z', '2026-W07'],
  ['2026-01-01T12:00:00.000Z', '2026-W01'],
  ['2021-01-03T23:59:59.999Z', '2020-W53'],
  ['2021-01-04T00:00:00.000Z', '2021-W01'],
  ['2024-12-30T00:00:00.000Z', '2025-W01'],
  ['2027-01-01T00:00:00.000Z', '2026-W53'],
  ['2000-02-29T00:00:00.000Z', '2000-W09'],
])('%s lies in %s', (instant, week) => {
  expect(isoWeek(instant)).toBe(week);
});

it('agrees with the calendar on every day of forty years', () => {
  for (let day = 0; day < 40 * 366; day += 1) {
    const date = new Date(Date.UTC(2000, 0, 1 + day));
    const thursday = new Date(date.getTime() + (3 - ((date.getUTCDay() + 6) % 7)) * 86_400_000);
    const first = Date.UTC(thursday.getUTCFullYear(), 0, 1);
    const week = 1 + Math.floor((thursday.getTime() - first) / 86_400_000 / 7);
    expect(isoWeek(date.toISOString())).toBe(`${thursday.getUTCFullYear()}-W${String(week).padStart(2, '0')}`);
  }
});
