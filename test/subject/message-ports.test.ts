import { expect, it } from 'vitest';
import { claimCommand, eventsOf, OPEN_STORE, RESET, subjectOf } from '../support/subject-of.ts';

/** Ways to wait for a message, as bodies of a promise's executor. */
const WAYS: readonly (readonly [what: string, code: string])[] = [
  ['onmessage', 'port1.onmessage = () => { port1.close(); resolve(); }; port2.postMessage(null);'],
  [
    'a listener',
    `port1.addEventListener('message', (event) => { if (event instanceof MessageEvent) resolve(); });
    port1.start(); port2.postMessage(null);`,
  ],
];

it.each(WAYS)('a store that waits for messages between ports answers: %s', async (_what, code) => {
  const store = `export const createIdempotencyStore = () => ({
    async insertPending() {
      for (let turns = 0; turns < 3; turns += 1) {
        const { port1, port2 } = new MessageChannel();
        await new Promise((resolve) => { ${code} });
      }
      return { outcome: 'mismatch', record: {} };
    },
  });`;
  const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
  const events = await eventsOf(subject, RESET, OPEN_STORE, claimCommand('c1', 'k'));
  expect(events.map(({ on }) => on)).toEqual(['opened', 'settled']);
});
