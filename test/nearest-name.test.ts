import { expect, it } from 'vitest';

import { nearestName } from '../grader/nearest-name.ts';

it('finds the name that is a slip away', () => {
  expect(nearestName('sumary', ['title', 'summary', 'points'])).toBe('summary');
  expect(nearestName('POINTS', ['title', 'points'])).toBe('points');
});

it('does not guess when nothing is near', () => {
  expect(nearestName('colour', ['title', 'id'])).toBeNull();
  expect(nearestName('x', [])).toBeNull();
});
