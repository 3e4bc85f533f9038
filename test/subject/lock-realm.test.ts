import { expect, it } from 'vitest';
import { claimCommand, eventsOf, OPEN_STORE, RESET, subjectOf } from '../support/subject-of.ts';

/** Each tries to make the host say `forged` in the place of what the store has answered. */
const TAMPERINGS: readonly (readonly [what: string, code: string])[] = [
  [
    'JSON.stringify',
    `const real = JSON.stringify; JSON.stringify = (value) => real(value).replaceAll('truth', 'forged');`,
  ],
  ['the global JSON', `globalThis.JSON = { parse: JSON.parse, stringify: () => '{"id":1,"events":[],"open":0}' };`],
  ['toJSON of all objects', `Object.prototype.toJSON = () => 'forged';`],
  ['toJSON of arrays', `Array.prototype.toJSON = () => ['forged'];`],
  [
    'push',
    `const real = Array.prototype.push; Array.prototype.push = function (item) { return real.call(this, 'forged'); };`,
  ],
  ['elements of all arrays', `Object.defineProperty(Array.prototype, '0', { set() {}, get: () => 'forged' });`],
  ['map', `Array.prototype.map = () => ['forged'];`],
  ['iteration', `Object.getPrototypeOf([].values()).next = () => ({ done: true });`],
  ['Reflect.get', `Reflect.get = () => 'forged';`],
  ['Reflect.apply', `Reflect.apply = () => ({ outcome: 'forged' });`],
  ['Object.keys', `Object.keys = () => ['forged'];`],
  ['Map.prototype.get', `Map.prototype.get = () => ({ insertPending: async () => ({ outcome: 'forged' }) });`],
  ['the global Map', `globalThis.Map = class { get() { return 'forged'; } set() {} };`],
  ['then', `Promise.prototype.then = function (yes) { yes({ outcome: 'forged' }); return this; };`],
  ['Promise.resolve', `Promise.resolve = () => ({ then: (yes) => yes({ outcome: 'forged' }) });`],
  [
    'species of arrays',
    `Object.defineProperty(Array, Symbol.species, { get: () => function () { return { forged: 1 }; } });`,
  ],
  ['the prototype of arrays', `Object.setPrototypeOf(Array.prototype, { toJSON: () => 'forged' });`],
  ['Function.prototype.call', `Function.prototype.call = () => 'forged';`],
  [
    'the length of buffers',
    `Object.defineProperty(Object.getPrototypeOf(Uint8Array.prototype), 'length', { get: () => 0 });`,
  ],
  ['number tests', `Number.isNaN = () => true;`],
];

it.each(TAMPERINGS)('tampering with %s does not change what the host says', async (_what, code) => {
  const store = `try { ${code} } catch {}
    export const createIdempotencyStore = () => ({
      insertPending: async () => ({ outcome: 'truth', token: 't', record: { key: 'truth' } }),
    });`;
  const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
  const events = await eventsOf(subject, RESET, OPEN_STORE, claimCommand('c1', 'k'));
  expect(events.map(({ on }) => on)).toEqual(['opened', 'settled']);
  expect(JSON.stringify(events)).toContain('["outcome","truth"]');
  expect(JSON.stringify(events)).not.toContain('forged');
});

it('an error is an instance of what it inherits from, whatever its class says', async () => {
  const store = `import { IdempotencyError } from './contract.ts';
    Object.defineProperty(IdempotencyError, Symbol.hasInstance, { value: () => true });
    export const createIdempotencyStore = () => { throw Object.assign(new Error('x'), { name: 'IdempotencyError', code: 'EXPIRED' }); };`;
  const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
  const [opened] = await eventsOf(subject, RESET, OPEN_STORE);
  expect(opened).toMatchObject({ error: { e: { classes: ['Error'] } } });
});

it.each([
  ['own members that built-ins have too', `const copy = {}; copy.toString = 1; copy.constructor = 2; copy.name = 3;`],
  ['errors with a name', `const error = new Error('x'); error.name = 'Mine'; error.message = 'y';`],
  [
    'classes that inherit from built-ins',
    `class Mine extends Map { get(key) { return super.get(key); } } new Mine().set(1, 2);`,
  ],
  ['functions with members', `const f = () => 1; f.calls = 1;`],
])('ordinary code still works: %s', async (_what, code) => {
  const store = `${code}\nexport const createIdempotencyStore = () => ({});`;
  const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
  expect(await eventsOf(subject, RESET, OPEN_STORE)).toEqual([{ on: 'opened', handle: 'store' }]);
});

it.each([
  ['as they are', ''],
  [
    'with frames that are asked',
    'Error.prepareStackTrace = (_, frames) => frames.map((frame) => frame.getFileName()).join();',
  ],
])('stacks do not say where the host lies: %s', async (_what, code) => {
  const store = `${code}\nexport const createIdempotencyStore = () => { throw new Error(String(new Error('x').stack)); };`;
  const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
  const said = JSON.stringify(await eventsOf(subject, RESET, OPEN_STORE));
  expect(said).toContain('host.mjs');
  expect(said).not.toContain('/host.mjs');
});
