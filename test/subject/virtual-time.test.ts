import { expect, it } from 'vitest';
import { eventsOf, OPEN_STORE, RESET, subjectOf } from '../support/subject-of.ts';

/** Ways to the time, each in milliseconds or as text. */
const CLOCKS = [
  `Date.now()`,
  `Date()`,
  `performance.now()`,
  `performance.mark?.('x')?.startTime`,
  `performance.nodeTiming?.duration`,
  `performance.eventLoopUtilization?.().active`,
  `JSON.stringify(performance.toJSON())`,
  `globalThis.Performance?.prototype.nodeTiming.duration`,
  `new Event('x').timeStamp`,
  `new Intl.DateTimeFormat('en', { second: 'numeric', fractionalSecondDigits: 3 }).format()`,
  `JSON.stringify(new Intl.DateTimeFormat('en', { second: 'numeric', fractionalSecondDigits: 3 }).formatToParts())`,
  `globalThis.Temporal?.Now.instant().epochNanoseconds`,
  `typeof File === 'undefined' ? 0 : new File([], 'x').lastModified`,
];

it.each(CLOCKS)('%s stands still while a solution computes', async (clock) => {
  const store = `const read = () => ${clock};
    const first = read();
    for (let turn = 0; turn < 3e6; turn += 1) Math.sqrt(turn);
    if (read() !== first) throw new Error('time has passed');
    export const createIdempotencyStore = () => ({});`;
  const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
  expect(await eventsOf(subject, RESET, OPEN_STORE)).toEqual([{ on: 'opened', handle: 'store' }]);
});
