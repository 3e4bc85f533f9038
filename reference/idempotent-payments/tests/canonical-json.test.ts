import { expect, it } from 'vitest';
import { canonicalJson } from '../src/canonical-json.ts';
import type { JsonValue } from '../src/contract.ts';

const own = (name: string, value: JsonValue): JsonValue => Object.fromEntries([[name, value]]);

it.each<[JsonValue, JsonValue]>([
  [
    { a: 1, b: { c: 2, d: 3 } },
    { b: { d: 3, c: 2 }, a: 1 },
  ],
  [
    { 2: 'x', 10: 'y' },
    { 10: 'y', 2: 'x' },
  ],
  [[-0], [0]],
  [1e21, 1_000_000_000_000_000_000_000],
])('is the same for %j and %j', (one, other) => {
  expect(canonicalJson(one)).toBe(canonicalJson(other));
});

it.each<[JsonValue, JsonValue]>([
  [
    [1, 2],
    [2, 1],
  ],
  [1, '1'],
  [null, 'null'],
  [[], {}],
  [{}, own('__proto__', {})],
  [own('__proto__', 1), own('__proto__', 2)],
  [{ a: '1,"b":2' }, { a: '1', b: 2 }],
  [['a,b'], ['a', 'b']],
  ['\ud800', '\\ud800'],
  ['é', 'e\u0301'],
])('differs for %j and %j', (one, other) => {
  expect(canonicalJson(one)).not.toBe(canonicalJson(other));
});
