/** Pairs of payloads that a fingerprint confuses when it flattens, trims or leaves something out; each at the top and inside. */

import type { JsonValue } from '../../../../grader/judge/contract.ts';
import type { PayloadPair } from './payload-pairs.ts';

type Pair = readonly [name: string, one: JsonValue, other: JsonValue];

/** Such names need no JSON text to be told apart, only one that says where each ends. */
const PATHS: readonly Pair[] = [
  ['a name with a dot and a member of a member', { 'a.b': 1 }, { a: { b: 1 } }],
  ['a name with a dot beside an empty object and a member of a member', { a: {}, 'a.b': 1 }, { a: { b: 1 } }],
  ['a name with a slash and a member of a member', { 'a/b': 1 }, { a: { b: 1 } }],
  ['a name with a slash beside an empty object and a member of a member', { a: {}, 'a/b': 1 }, { a: { b: 1 } }],
  ['a name with an index in brackets and an element', { 'a[0]': 1 }, { a: [1] }],
  ['a name with an index behind a dot and an element', { 'a.0': 1 }, { a: [1] }],
  ['a name like a query and the members that it asks for', { 'a=1&b': 2 }, { a: 1, b: 2 }],
];

const LEFT_OUT: readonly Pair[] = [
  ['an empty object and no member', { a: 1, m: {} }, { a: 1 }],
  ['an empty array and no member', { a: 1, m: [] }, { a: 1 }],
  ["'' and no member", { a: 1, m: '' }, { a: 1 }],
  ['false and no member', { a: 1, m: false }, { a: 1 }],
];

const TIDIED: readonly Pair[] = [
  ['small and capital letters in a name', { A: 1 }, { a: 1 }],
  ['a blank at the end of a name', { 'a ': 1 }, { a: 1 }],
  ['two kinds of line ends', 'a\r\nb', 'a\nb'],
  ['two blanks and one', 'a  b', 'a b'],
  ['two ways to write a number in a text', '1.0', '1'],
];

const REORDERED: readonly Pair[] = [
  [
    'a member beside an object with a member toString, in another order',
    { a: { toString: 'x' }, b: 1 },
    { b: 1, a: { toString: 'x' } },
  ],
  ['members whose names and values run together in another order', { a: 'b,c', 'a,b': 'c' }, { 'a,b': 'c', a: 'b,c' }],
];

function atBothDepths([name, one, other]: Pair, equal: boolean): readonly PayloadPair[] {
  return [
    { name, equal, draw: () => [one, other] },
    { name: `${name}, inside`, equal, draw: () => [{ lines: [1, { note: one }] }, { lines: [1, { note: other }] }] },
  ];
}

export const LOOKALIKE_PAIRS: readonly PayloadPair[] = [
  ...[...PATHS, ...LEFT_OUT, ...TIDIED].flatMap((pair) => atBothDepths(pair, false)),
  ...REORDERED.flatMap((pair) => atBothDepths(pair, true)),
];
