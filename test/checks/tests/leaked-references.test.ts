import { expect, it } from 'vitest';
import { whole } from '../../support/judge-suite-of.ts';
import { runOnImplementations } from '../../support/run-on-implementations.ts';

const LEAKY = ['s7-record-out-by-reference', 's7-shallow-snapshot', 'p14-callers-share-the-response'] as const;
const [RECORD, SHALLOW, SHARED] = LEAKY;

/** What a test does and looks at, and the mutants on which it fails: those on which it would fail without a facade. */
const TESTS: readonly (readonly [name: string, body: string, caughtOn: readonly string[]])[] = [
  ['adds a member to a record', `(await get()).extra = 1; expect(await get()).not.toHaveProperty('extra')`, [RECORD]],
  [
    'nests what it handed in deeper than the stack',
    `const own = { ...claim }; await store.insertPending('d', own); own.fingerprint = nested(20_000); await store.size(); await isWhole()`,
    [],
  ],
  ['takes a record for a claim', `await store.insertPending('k', await get()); await isWhole()`, []],
  [
    'takes a small record for the claim of another key',
    `const first = await store.insertPending('s', claim); const record = await store.get('s');
     await store.insertPending('l', record); expect(await store.get('s')).toEqual(first.record)`,
    [],
  ],
  [
    'takes a small record for an outcome',
    `const { token } = await store.insertPending('s', claim); await store.updateStatus('s', token, { status: 'completed', response: 1 });
     const other = await store.insertPending('l', claim); await store.updateStatus('l', other.token, await store.get('s'));
     expect(await store.get('s')).toMatchObject({ key: 's', status: 'completed', fingerprint: 'f', response: 1 })`,
    [],
  ],
  [
    'changes a record long after it got it',
    `const record = await get();
     for (let at = 0; at < 50; at += 1) await store.insertPending('k' + at, claim);
     record.response.list.length = 0; await isWhole()`,
    [RECORD, SHALLOW],
  ],
  [
    'changes a record while the next one is asked for',
    `const record = await get(); const next = get(); record.status = 'failed'; expect((await next).status).toBe('completed')`,
    [RECORD],
  ],
  [
    'changes a part of many',
    `(await get()).response.list[0].n = 'x'; expect((await get()).response.list[0].n).toBe(0)`,
    [RECORD, SHALLOW],
  ],
  [
    'compares large responses of joined calls',
    `const [one, other] = await Promise.all([pay(), pay()]); expect(one).not.toBe(other); expect(one.list[0]).not.toBe(other.list[0])`,
    [SHARED],
  ],
];

const FILE = `
  import { expect, it } from 'vitest';
  import { createIdempotencyStore } from '../src/idempotency-store.ts';
  import { createPaymentProcessor } from '../src/payment-processor.ts';
  const claim = { fingerprint: 'f', paymentId: 'p' };
  const clock = { now: () => 0, sleep: () => new Promise(() => {}) };
  const config = { maxAttempts: 1, retryDelayMs: 0, maxRetryDelayMs: 0, attemptTimeoutMs: 10 };
  const nested = (levels) => { let at = {}; for (let level = 0; level < levels; level += 1) at = { at }; return at; };
  const large = () => ({ list: Array.from({ length: 50 }, (_, n) => ({ n })) });
  async function open() {
    const store = createIdempotencyStore({ ttlMs: 100, clock });
    const provider = { charge: async () => large() };
    const processor = createPaymentProcessor({ store, clock, config, provider, onUnrecorded: () => {} });
    const { token } = await store.insertPending('k', claim);
    await store.updateStatus('k', token, { status: 'completed', response: large() });
    const get = () => store.get('k');
    const whole = { key: 'k', status: 'completed', ...claim, createdAt: 0, expiresAt: 100, response: large() };
    const isWhole = async () => expect(await get()).toEqual(whole);
    return { store, get, isWhole, pay: () => processor.processPayment('p', 1) };
  }
  ${TESTS.map(([name, body]) => `it('${name}', async () => { const { store, get, isWhole, pay } = await open(); ${body}; });`).join('\n')}`;

it('shows a test of a leaking mutant what it would see without a facade', async () => {
  const plan = whole.ownTestsPlan ?? expect.unreachable();
  const few = { ...plan, mutants: plan.mutants.filter(({ id }) => LEAKY.some((leaky) => leaky === id)) };
  const seen = await runOnImplementations(FILE, few);
  const failedOn = (name: string): readonly string[] =>
    [...seen].flatMap(([id, outcomes]) => (outcomes.get(`a.test.ts > ${name}`)?.status === 'passed' ? [] : [id]));
  expect(seen.size).toBe(plan.correct.length + LEAKY.length);
  expect(TESTS.map(([name]) => [name, failedOn(name)])).toEqual(TESTS.map(([name, , caughtOn]) => [name, caughtOn]));
});
