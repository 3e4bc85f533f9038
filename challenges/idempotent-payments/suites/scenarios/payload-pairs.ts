/** Pairs of payloads that are the same JSON value or just not; each pair has a bug that takes it for the opposite. */

import type { JsonValue } from '../../../../grader/judge/contract.ts';
import { values } from '../../../../grader/judge/suite.ts';
import { LOOKALIKE_PAIRS } from './lookalike-pairs.ts';
import { times } from './outcomes.ts';

export interface PayloadPair {
  /** For titles. */
  readonly name: string;
  readonly equal: boolean;
  /** The two payloads, some of them drawn from the seed. */
  draw(): readonly [one: JsonValue, other: JsonValue];
}

function nested(depth: number, leaf: JsonValue): JsonValue {
  return depth === 0 ? leaf : { inner: [nested(depth - 1, leaf)] };
}

/** An object whose members stand in the given order. */
function members(...entries: readonly (readonly [string, JsonValue])[]): JsonValue {
  return Object.fromEntries(entries);
}

/** A text with `middle` between thousands of other characters. */
function long(middle: string): string {
  return `${'x'.repeat(2_000)}${middle}${'x'.repeat(2_000)}`;
}

/** Two hundred members, whose last one, in any order of names, is `last`. */
function manyMembers(last: JsonValue): readonly (readonly [string, JsonValue])[] {
  return times(200, (index) => [`m${100 + index}`, index < 199 ? 7 : last] as const);
}

const EQUAL: readonly (readonly [string, JsonValue, JsonValue])[] = [
  ['members in another order', { amount: 5, currency: 'EUR' }, { currency: 'EUR', amount: 5 }],
  ['inner members in another order', { a: { b: 1, c: { d: 2, e: 3 } } }, { a: { c: { e: 3, d: 2 }, b: 1 } }],
  ['members in another order within an array', [{ a: 1, b: 2 }, 3], [{ b: 2, a: 1 }, 3]],
  ['members in another order, thirty levels down', nested(15, { x: 1, y: 2 }), nested(15, { y: 2, x: 1 })],
  ['-0 and 0', 0, -0],
  ['-0 and 0 inside', { amount: [-0] }, { amount: [0] }],
  ['the same huge number', { n: 1e21 }, { n: 1000000000000000000000 }],
  ['the same sum', { n: 0.1 + 0.2 }, { n: 0.30000000000000004 }],
  [
    'names like numbers in another order',
    members(['b', 1], ['10', 2], ['9', 3]),
    members(['9', 3], ['b', 1], ['10', 2]),
  ],
  ['capital and small names in another order', { a: 1, B: 2, c: 3, A: 4 }, { A: 4, B: 2, a: 1, c: 3 }],
  [
    'names that only differ in how ž is written, in another order',
    members(['\u017e', 1], ['z\u030c', 2]),
    members(['z\u030c', 2], ['\u017e', 1]),
  ],
  [
    'a member __proto__ in another place',
    members(['__proto__', { x: 1 }], ['a', 2]),
    members(['a', 2], ['__proto__', { x: 1 }]),
  ],
  ['an empty name in another place', members(['', 1], ['a', 2]), members(['a', 2], ['', 1])],
  ['names of Object.prototype', { constructor: 1, hasOwnProperty: 2 }, { hasOwnProperty: 2, constructor: 1 }],
  ['members in another order, more than sixty levels down', nested(31, { x: 1, y: 2 }), nested(31, { y: 2, x: 1 })],
  ['null', null, null],
  ['empty objects', {}, {}],
];

const DIFFERENT: readonly (readonly [string, JsonValue, JsonValue])[] = [
  ['another amount', { amount: 5, currency: 'EUR' }, { amount: 6, currency: 'EUR' }],
  ['another name', { amount: 5 }, { value: 5 }],
  ['values swapped', { from: 'a', to: 'b' }, { from: 'b', to: 'a' }],
  ['another leaf thirty levels down', nested(15, 1), nested(15, 2)],
  ['elements in another order', [1, 2, 3], [3, 2, 1]],
  ['elements in another order inside', { lines: [{ id: 1 }, { id: 2 }] }, { lines: [{ id: 2 }, { id: 1 }] }],
  ['an element more', ['a'], ['a', 'a']],
  ['a null element more', { lines: [1] }, { lines: [1, null] }],
  ['brackets elsewhere', [[1, 2], 3], [[1], 2, 3]],
  ['braces elsewhere', { a: { b: 1 }, c: 2 }, { a: { b: 1, c: 2 } }],
  ["1 and '1'", { amount: 1 }, { amount: '1' }],
  ["true and 'true'", { express: true }, { express: 'true' }],
  ["null and 'null'", { note: null }, { note: 'null' }],
  ['null and no member', { amount: 5, note: null }, { amount: 5 }],
  ['null and 0', null, 0],
  ['false and 0', [false], [0]],
  ["'' and null", '', null],
  ['{} and []', {}, []],
  ['{} and null', { meta: {} }, { meta: null }],
  ['[] and [[]]', [], [[]]],
  ["[] and ''", [], ''],
  ['an array and an object like it', ['a', 'b'], { 0: 'a', 1: 'b' }],
  ['an array and an object with its length', ['a'], { 0: 'a', length: 1 }],
  ['a value and its JSON text', { a: 1 }, '{"a":1}'],
  ['a string and its quoted form', 'a', '"a"'],
  ['1 and 1.0000000000000002', 1, 1.0000000000000002],
  ['0.3 and 0.1 + 0.2', { n: 0.3 }, { n: 0.1 + 0.2 }],
  ['1 and -1', 1, -1],
  ['2^53 and 2^53 - 1', 9007199254740992, 9007199254740991],
  ['a quote in a name', members(['a":1,"b', 2]), members(['a', 1], ['b', 2])],
  ['an unquoted name', members(['a:1,b', 2]), members(['a', 1], ['b', 2])],
  ['a comma in a name', members(['a,b', 1]), members(['a', 1], ['b', 1])],
  ['a colon between name and value', members(['a:b', 'c']), members(['a', 'b:c'])],
  ['a comma in an element', ['a,b'], ['a', 'b']],
  ['a separator in a value', { a: '1,b:2' }, { a: '1', b: '2' }],
  ['a backslash', 'a\\n', 'a\n'],
  ['a value under an empty name', members(['', 1]), {}],
  ['a value under __proto__', members(['a', 1], ['__proto__', { x: 1 }]), { a: 1 }],
  ['another value under __proto__', members(['__proto__', { x: 1 }]), members(['__proto__', { x: 2 }])],
  ['small and capital letters', { currency: 'eur' }, { currency: 'EUR' }],
  ['a blank at the end', 'order 1', 'order 1 '],
  ['two ways to write ž', '\u017e', 'z\u030c'],
  ['two ways to write ž in a name', members(['\u017e', 1]), members(['z\u030c', 1])],
  ['the last character of a long text', `${'x'.repeat(5_000)}1`, `${'x'.repeat(5_000)}2`],
  ['the last of many elements', [...Array<number>(500).fill(7), 1], [...Array<number>(500).fill(7), 2]],
  ['numbers cut elsewhere', [1, 23], [12, 3]],
  ['a member toJSON', { amount: 5, toJSON: 'a' }, { amount: 5, toJSON: 'b' }],
  ['tiny numbers', { n: 1e-25 }, { n: 2e-25 }],
  ['the smallest number and 0', { n: 5e-324 }, { n: 0 }],
  ['the largest numbers', { n: Number.MAX_VALUE }, { n: 1.7976931348623155e308 }],
  ['halves of two emoji', '\ud800', '\udfff'],
  ['half an emoji and the character for what cannot be read', { note: '\ud800' }, { note: '\ufffd' }],
  ['halves of two emoji in a name', members(['\ud800', 1]), members(['\udfff', 1])],
  ['half an emoji and the character for what cannot be read in a name', { '\ud800': 1 }, { '\ufffd': 1 }],
  // Short enough for fingerprints that are several times as long as the payload.
  ['the last character of a very long text', `${'x'.repeat(30_000)}1`, `${'x'.repeat(30_000)}2`],
  ['another leaf more than sixty levels down', nested(31, 1), nested(31, 2)],
  ['the last of very many elements', [...Array<number>(1_500).fill(7), 1], [...Array<number>(1_500).fill(7), 2]],
  ['a zero before a number as a name', members(['01', 1]), members(['1', 1])],
];

const FURTHER_EQUAL: typeof EQUAL = [
  ['very many members in another order', members(...manyMembers(1)), members(...manyMembers(1).toReversed())],
  [
    'names that only differ in how ž is written, and whose values are alike, in another order',
    members(['\u017e', 1], ['z\u030c', 1]),
    members(['z\u030c', 1], ['\u017e', 1]),
  ],
];

const FURTHER_DIFFERENT: typeof DIFFERENT = [
  ['the last of very many members', members(...manyMembers(1)), members(...manyMembers(2))],
  ['the last character of a long name', members([`${'x'.repeat(300)}1`, 1]), members([`${'x'.repeat(300)}2`, 1])],
  ['a character in the middle of a long text', long('1'), long('2')],
  ['a quote in an element', ['a","b'], ['a', 'b']],
  ['the name of a type in an element', ['a,string:b'], ['a', 'b']],
  ['the first letter of a type in an element', ['a,s:b'], ['a', 'b']],
  ['a null character', 'order\u0000 1', 'order 1'],
  ['an object without members and a number', {}, 7],
  ["'' as an element more", ['', 'a'], ['a']],
  ['false as an element more', [false, 'a'], ['a']],
  ['an empty object as an element more', [{}, 'a'], ['a']],
  ['an empty array as an element more', [[], 'a'], ['a']],
  ['2^32 + 1 and 1', { n: 2 ** 32 + 1 }, { n: 1 }],
  ['2^24 and 2^24 + 1', { n: 2 ** 24 }, { n: 2 ** 24 + 1 }],
];

/** Two notes made of blocks that a hash cannot tell apart; drawn, so that nobody knows them by heart. */
function colliding(block: string, twin: string): readonly [JsonValue, JsonValue] {
  const blocks = times(8, () => (values().random() < 0.5 ? block : twin));
  const swapped = Math.floor(values().random() * blocks.length);
  const others = blocks.map((each, index) => (index === swapped ? (each === block ? twin : block) : each));
  return [{ note: blocks.join('') }, { note: others.join('') }];
}

const DRAWN: readonly PayloadPair[] = [
  { name: 'words with the same hash to the base of 31', equal: false, draw: () => colliding('Aa', 'BB') },
  { name: 'words with the same hash to the base of 33', equal: false, draw: () => colliding('Ab', 'BA') },
];

function fixed(one: JsonValue, other: JsonValue): Pick<PayloadPair, 'draw'> {
  return { draw: () => [one, other] };
}

export const PAYLOAD_PAIRS: readonly PayloadPair[] = [
  ...EQUAL.map(([name, one, other]) => ({ name, equal: true, ...fixed(one, other) })),
  ...DIFFERENT.map(([name, one, other]) => ({ name, equal: false, ...fixed(one, other) })),
  ...DRAWN,
  ...LOOKALIKE_PAIRS,
  // Last, because some cases take every sixth pair.
  ...FURTHER_EQUAL.map(([name, one, other]) => ({ name, equal: true, ...fixed(one, other) })),
  ...FURTHER_DIFFERENT.map(([name, one, other]) => ({ name, equal: false, ...fixed(one, other) })),
];
