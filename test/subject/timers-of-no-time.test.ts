import { expect, it } from 'vitest';
import { claimCommand, eventsOf, OPEN_STORE, RESET, subjectOf } from '../support/subject-of.ts';

const CLAIMS = { do: 'claims', target: 'store', prefix: 'k', from: 0, claims: 50, everyMs: 1 } as const;

/** A store whose claims let three turns pass by `wait`, the body of a promise's executor. */
function storeThatWaits(wait: string): Record<string, string> {
  const store = `export const createIdempotencyStore = () => ({
    async insertPending(key) {
      for (let turns = 0; turns < 3; turns += 1) await new Promise((resolve) => { ${wait} });
      return { outcome: 'inserted', token: key, record: {} };
    },
  });`;
  return { 'src/idempotency-store.ts': store };
}

it.each(['setImmediate(resolve);', 'setTimeout(resolve);', 'setTimeout(resolve, 0);'])(
  'a store that waits by %s answers without time going on, and the judge is told of it',
  async (wait) => {
    const subject = await subjectOf(storeThatWaits(wait), 'portable');
    const events = await eventsOf(subject, RESET, OPEN_STORE, claimCommand('c1', 'k'));
    const turn = ['gate', 'closed'];
    expect(events.map(({ on }) => on)).toEqual(['opened', ...turn, ...turn, ...turn, 'settled']);
  },
);

it.each(['setImmediate(resolve);', 'setTimeout(resolve, 0);'])(
  'a store that waits by %s claims in bulk like any other, and says nothing of it',
  async (wait) => {
    const subject = await subjectOf(storeThatWaits(wait), 'portable');
    const events = await eventsOf(subject, RESET, OPEN_STORE, CLAIMS);
    expect(events.slice(1)).toEqual([{ on: 'value', value: { a: [50, expect.any(Number), 50] } }]);
  },
);

it('a timer of no time that was cleared never fires', async () => {
  const cleared = 'clearImmediate(setImmediate(() => { throw new Error(); })); setImmediate(resolve);';
  const subject = await subjectOf(storeThatWaits(cleared), 'portable');
  const events = await eventsOf(subject, RESET, OPEN_STORE, claimCommand('c1', 'k'));
  expect(events.filter(({ on }) => on === 'settled' || on === 'unhandled')).toMatchObject([{ on: 'settled' }]);
});
