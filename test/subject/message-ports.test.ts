import { expect, it } from 'vitest';
import { claimCommand, eventsOf, OPEN_STORE, RESET, subjectOf } from '../support/subject-of.ts';

const ONMESSAGE = 'port1.onmessage = () => { port1.close(); resolve(); }; port2.postMessage(null);';

/** Ways to wait for a message, as bodies of a promise's executor. */
const WAYS: readonly (readonly [what: string, code: string])[] = [
  ['onmessage', ONMESSAGE],
  [
    'a listener',
    `port1.addEventListener('message', (event) => { if (event instanceof MessageEvent) resolve(); });
    port1.start(); port2.postMessage(null);`,
  ],
];

/** A promise that a message on ports of its own settles. */
function turnBy(code: string): string {
  return `new Promise((resolve) => { const { port1, port2 } = new MessageChannel(); ${code} })`;
}

it.each(WAYS)(
  'a store that waits for many messages between ports, one after the other, answers: %s',
  async (_what, code) => {
    const store = `export const createIdempotencyStore = () => ({
    async insertPending() {
      for (let turns = 0; turns < 300; turns += 1) await ${turnBy(code)};
      return { outcome: 'mismatch', record: {} };
    },
  });`;
    const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
    const events = await eventsOf(subject, RESET, OPEN_STORE, claimCommand('c1', 'k'));
    expect(events.map(({ on }) => on)).toEqual(['opened', 'settled']);
  },
);

it('hundreds of calls that wait for many messages each are answered side by side', async () => {
  const store = `export const createIdempotencyStore = () => ({
    async insertPending() {
      for (let turns = 0; turns < 30; turns += 1) await ${turnBy(ONMESSAGE)};
      return { outcome: 'mismatch', record: {} };
    },
  });`;
  const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
  const claims = Array.from({ length: 200 }, (_, index) => claimCommand(`c${index}`, 'k'));
  const events = await eventsOf(subject, RESET, OPEN_STORE, ...claims);
  expect(events.filter(({ on }) => on === 'settled').length).toBe(200);
});

it('a call that asks by messages whether something has come leaves it to the judge to bring it', async () => {
  const store = `export const createIdempotencyStore = ({ clock }) => ({
    async insertPending() {
      while (clock.now() === 0) await ${turnBy(ONMESSAGE)};
      return { outcome: 'mismatch', record: {} };
    },
  });`;
  const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
  const events = await eventsOf(subject, { do: 'reset', now: 0, seed: 1 }, OPEN_STORE, claimCommand('c1', 'k'));
  expect(events.map(({ on }) => on)).toEqual(['opened']);
  expect((await eventsOf(subject, { do: 'set-clock', now: 1 })).map(({ on }) => on)).toEqual(['settled']);
});

/** What a realm must be like for a solution that says this much of ports. */
const REALMS: readonly (readonly [what: string, code: string, holds: string])[] = [
  [
    'a solution that names ports finds nothing of the HTTP client that comes with their events',
    'globalThis.seen = MessageEvent;',
    `Object.getOwnPropertySymbols(globalThis).every((symbol) => symbol === Symbol.toStringTag || globalThis[symbol] === undefined)`,
  ],
  [
    'the only way to ports is the watched one',
    '',
    `Object.getPrototypeOf(MessageChannel) === Function.prototype && MessageChannel.prototype.constructor === MessageChannel`,
  ],
  [
    'a solution that does not name them has none',
    '',
    `['Channel', 'Event', 'Port'].every((name) => globalThis['Message' + name] === undefined)`,
  ],
  [
    'nothing that a solution finds makes Node load its HTTP client, whose globals may be forged by then',
    `globalThis.Buffer = class extends Uint8Array {
      static from = () => new Uint8Array(0); static alloc = () => new Uint8Array(0); static allocUnsafe = () => new Uint8Array(0);
    };
    for (const name of Object.getOwnPropertyNames(globalThis)) {
      try { void globalThis[name]; } catch {}
      for (const type of [globalThis[name], globalThis[name]?.prototype])
        if (type) for (const [, { get }] of Object.entries(Object.getOwnPropertyDescriptors(type))) try { get?.call(type); } catch {}
    }`,
    `Object.getOwnPropertySymbols(globalThis).every((symbol) => symbol === Symbol.toStringTag)`,
  ],
  [
    'nothing that a solution finds can be transferred through ports',
    '',
    `Object.getOwnPropertyNames(globalThis).every((name) => !/Stream|Blob/.test(name))`,
  ],
];

it.each(REALMS)('%s', async (_what, code, holds) => {
  const store = `${code}\nif (!(${holds})) throw new Error('does not hold');\nexport const createIdempotencyStore = () => ({});`;
  const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
  expect(await eventsOf(subject, RESET, OPEN_STORE)).toEqual([{ on: 'opened', handle: 'store' }]);
});
