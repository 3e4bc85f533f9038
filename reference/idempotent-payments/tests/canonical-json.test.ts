import { expect, it } from 'vitest';
import { canonicalJson } from '../src/canonical-json.ts';
import type { JsonValue } from '../src/contract.ts';

const own = (name: string, value: JsonValue): JsonValue => Object.fromEntries([[name, value]]);

const EQUAL: readonly (readonly [JsonValue, JsonValue])[] = [
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
];

const DIFFERENT: readonly (readonly [JsonValue, JsonValue])[] = [
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
];

it('is the same for equal values', () => {
  for (const [one, other] of EQUAL) expect(canonicalJson(one)).toBe(canonicalJson(other));
});

it('differs for different values', () => {
  for (const [one, other] of DIFFERENT) expect(canonicalJson(one)).not.toBe(canonicalJson(other));
});
