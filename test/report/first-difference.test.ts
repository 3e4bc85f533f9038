import fc from 'fast-check';
import { expect, it } from 'vitest';

import { canonicalJson } from '../../grader/report/canonical-json.ts';
import { firstDifference } from '../../grader/report/first-difference.ts';

it('names the place and both values', () => {
  const one = { rules: [{ id: 'S1', verdict: 'met' }, { id: 'S2' }], seed: 1 };
  const other = { rules: [{ id: 'S1', verdict: 'not-met' }, { id: 'S3' }], seed: 2 };
  expect(firstDifference(one, other, 'result')).toEqual({
    path: 'result.rules[0].verdict',
    one: '"met"',
    other: '"not-met"',
  });
});

it('names a member or an item that only one has, and values of different kinds', () => {
  expect(firstDifference({ a: 1 }, {}, 'x')).toEqual({ path: 'x.a', one: '1', other: 'nothing' });
  expect(firstDifference([1], [1, 2], 'x')).toEqual({ path: 'x[1]', one: 'nothing', other: '2' });
  expect(firstDifference({}, [], 'x')).toEqual({ path: 'x', one: '{}', other: '[]' });
});

it('is printable and short, whatever stands there', () => {
  const found = firstDifference({ '\u202e': '\u001b[2J'.repeat(100) }, {}, 'x');
  expect(found?.path).toBe('x.\\u{202e}');
  expect(found?.one).not.toMatch(/\p{C}/u);
  expect(found?.one.length).toBeLessThanOrEqual(120);
});

it('is null if and only if the canonical bytes are the same', () => {
  const json = fc.jsonValue({ maxDepth: 3 }).map((value): unknown => JSON.parse(JSON.stringify(value)));
  fc.assert(
    fc.property(json, json, (one, other) => {
      expect(firstDifference(one, one, 'x')).toBeNull();
      expect(firstDifference(one, other, 'x') === null).toBe(canonicalJson(one) === canonicalJson(other));
    }),
  );
});
