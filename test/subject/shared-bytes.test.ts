import { expect, it } from 'vitest';
import { eventsOf, OPEN_STORE, RESET, subjectOf } from '../support/subject-of.ts';

const MIB = 2 ** 20;

/** Ways to hold so many MiB in shared buffers without their being seen. */
const WAYS: readonly (readonly [what: string, mib: number, code: string])[] = [
  ['as they are', 8, 'globalThis.held = new SharedArrayBuffer(8 * 2 ** 20);'],
  [
    'by a copy of a buffer that has lost its constructor',
    16,
    `const one = globalThis.one = new SharedArrayBuffer(8 * 2 ** 20); one.constructor = undefined; globalThis.held = one.slice(0);`,
  ],
  [
    "with registries of one's own making",
    8,
    `FinalizationRegistry.prototype.register = () => { throw new TypeError('seen'); };
    globalThis.held = new SharedArrayBuffer(8 * 2 ** 20);`,
  ],
  [
    'with sets that know everything',
    8,
    `WeakSet.prototype.has = () => true;
    globalThis.held = new SharedArrayBuffer(8 * 2 ** 20);`,
  ],
];

it.each(WAYS)('memory in shared buffers is counted: %s', async (_what, mib, code) => {
  const store = `export const createIdempotencyStore = () => { ${code} return {}; };`;
  const subject = await subjectOf({ 'src/idempotency-store.ts': store }, 'portable');
  const before = await heapOf();
  expect(await eventsOf(subject, OPEN_STORE)).toEqual([{ on: 'opened', handle: 'store' }]);
  const grown = (await heapOf()) - before;
  expect(grown).toBeGreaterThan((mib - 1) * MIB);

  async function heapOf(): Promise<number> {
    const [event] = await eventsOf(subject, RESET, { do: 'heap' });
    return event?.on === 'value' ? Number(event.value) : Number.NaN;
  }
});
