import { expect, it } from 'vitest';
import { eventsOf, OPEN_STORE, RESET, subjectOf } from '../support/subject-of.ts';

/** What correct code does with members that built-ins have too; each ends with an expression that must hold. */
const IDIOMS: readonly (readonly [what: string, code: string, holds: string])[] = [
  ['an error renamed', `const e = new TypeError('x'); e.name = 'Mine'; e.message = 'y';`, `String(e) === 'Mine: y'`],
  [
    'an error class',
    `class Mine extends Error { constructor() { super(); this.name = 'Mine'; } }`,
    `new Mine().name === 'Mine'`,
  ],
  [
    'an error class by prototype',
    `function Mine() {} Mine.prototype = Object.create(Error.prototype);
    Mine.prototype.constructor = Mine; Mine.prototype.toString = () => 'm';`,
    `String(new Mine()) === 'm' && new Mine() instanceof Error`,
  ],
  [
    'a name on the prototype',
    `class Mine extends RangeError {} Mine.prototype.name = 'Mine';`,
    `new Mine().name === 'Mine'`,
  ],
  [
    'fields given to an error',
    `const e = Object.assign(new Error('x'), { name: 'N', toString: () => 'z' });`,
    `String(e) === 'z'`,
  ],
  [
    'an object',
    `const o = {}; o.toString = () => 'x'; o.constructor = 1; o.hasOwnProperty = 2;`,
    `String(o) === 'x' && o.constructor === 1`,
  ],
  [
    'an object without prototype',
    `const o = Object.create(null); o.toString = 1; o.get = 2;`,
    `o.toString + o.get === 3`,
  ],
  ['a map', `const m = new Map(); m.get = () => 'own';`, `m.get('k') === 'own' && new Map([['k', 1]]).get('k') === 1`],
  [
    'a set and a weak map',
    `const s = new Set(); s.has = () => true; const w = new WeakMap(); w.get = () => 1;`,
    `s.has(9) && w.get(s) === 1`,
  ],
  [
    'a map class that binds',
    `class Mine extends Map { constructor() { super(); this.get = this.get.bind(this); } }`,
    `new Mine().set(1, 2) && Object.hasOwn(new Mine(), 'get')`,
  ],
  [
    'a map class by prototype',
    `function Mine() {} Mine.prototype = Object.create(Map.prototype);
    Mine.prototype.constructor = Mine; Mine.prototype.get = () => 3;`,
    `new Mine().get() === 3 && new Mine().constructor === Mine`,
  ],
  [
    'an array',
    `const a = [1, 2]; a.at = () => 7; a.push = function (x) { this[this.length] = x; }; a.push(3);`,
    `a.at(0) === 7 && a.length === 3`,
  ],
  [
    'an array class by prototype',
    `function Mine() {} Mine.prototype = Object.create(Array.prototype); const a = new Mine(); a.push(5);`,
    `a.length === 1 && a[0] === 5`,
  ],
  [
    'statics of an array class',
    `class Mine extends Array {} Mine.from = () => 4;`,
    `Mine.from() === 4 && Array.from('ab').length === 2`,
  ],
  [
    'iteration of one array',
    `const a = [1]; a[Symbol.iterator] = function* () { yield 8; };`,
    `[...a][0] === 8 && [...[1]][0] === 1`,
  ],
  ['an iterator', `const i = [1].values(); i.next = () => ({ done: true });`, `[...i].length === 0`],
  ['a promise', `const p = Promise.resolve(1); p.then = () => 'mine'; p.cancel = () => 2;`, `p.then() === 'mine'`],
  [
    'a promise class by prototype',
    `function Mine() {} Mine.prototype = Object.create(Promise.prototype);
    Mine.prototype.constructor = Mine; Mine.prototype.then = () => 6;`,
    `new Mine().then() === 6`,
  ],
  ['statics of a promise class', `class Mine extends Promise {} Mine.resolve = () => 5;`, `Mine.resolve() === 5`],
  ['a function', `const f = () => 1; f.call = () => 2; f.toString = () => 'f';`, `f.call() === 2 && String(f) === 'f'`],
  [
    'functions of a namespace that a class shares its name with',
    `class Rules {} (function (it) { it.apply = () => 1; it.bind = () => 2; })(Rules);`,
    `Rules.apply() + Rules.bind() === 3`,
  ],
  ['a typed array', `const a = new Uint8Array(2); a.fill = () => 'own';`, `a.fill() === 'own'`],
  ['a regular expression', `const r = /a/g; r.exec = () => null; r.lastIndex = 1;`, `r.test('a') === false`],
  [
    'boxed values',
    `const s = new String('a'); s.trim = () => 'b'; const n = new Number(1); n.toFixed = () => 'c';`,
    `s.trim() + n.toFixed() === 'bc'`,
  ],
  [
    'an object that inherits from JSON',
    `const j = Object.create(JSON); j.parse = () => 1;`,
    `j.parse() === 1 && JSON.parse('2') === 2`,
  ],
  [
    'a member by way of super',
    `class Mine extends Map { keep() { super.get = () => 3; super.get = () => 4; return this.get(); } }`,
    `new Mine().keep() === 4`,
  ],
  ['a member through a proxy', `const p = new Proxy([], {}); p.map = () => 'own';`, `p.map() === 'own'`],
  [
    'an own member stays as it was',
    `const m = Object.defineProperty(new Map(), 'get', { value: 1, writable: true, configurable: true }); m.get = 2;`,
    `m.get === 2 && !Object.keys(m).includes('get')`,
  ],
];

it.each(IDIOMS)('assigning members that built-ins have too: %s', async (_what, code, holds) => {
  const store = `${code}\nif (!(${holds})) throw new Error('does not hold');\nexport const createIdempotencyStore = () => ({});`;
  const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
  expect(await eventsOf(subject, RESET, OPEN_STORE)).toEqual([{ on: 'opened', handle: 'store' }]);
});

it.each([
  `Object.freeze(new Map()).get = 1`,
  `Map.prototype.get = () => 1`,
  `Reflect.getPrototypeOf([].values()).next = () => 1`,
  `Function.prototype.call = () => 1`,
  `'text'.trim = () => 1`,
  `Object.defineProperty(Array.prototype, 'push', { value: 1 })`,
  `Object.defineProperty(Promise.prototype, 'then', { get: () => 1 })`,
])('still refused: %s', async (code) => {
  const store = `let refused = false; try { ${code}; } catch (error) { refused = error instanceof TypeError; }
    if (!refused) throw new Error('done');
    export const createIdempotencyStore = () => ({});`;
  const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
  expect(await eventsOf(subject, RESET, OPEN_STORE)).toEqual([{ on: 'opened', handle: 'store' }]);
});
