import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { judgeSuiteOf, whole, withFewMutants, type JudgedSuite } from '../../support/judge-suite-of.ts';
import { submissionLikeReference } from '../../support/submission-folder.ts';

const STORE = `
  import type { Claim, IdempotencyStore, IdempotencyStoreOptions, PaymentOutcome } from './contract.ts';
  import { createInner } from './inner.ts';
  export class MemoryStore implements IdempotencyStore {
    private readonly inner: IdempotencyStore;
    constructor(options: IdempotencyStoreOptions) { this.inner = createInner(options); }
    insertPending(key: string, claim: Claim) { return this.inner.insertPending(key, claim); }
    updateStatus(key: string, token: string, outcome: PaymentOutcome) { return this.inner.updateStatus(key, token, outcome); }
    get(key: string) { return this.inner.get(key); }
    size() { return this.inner.size(); }
  }
  export type Made = MemoryStore;
  export function createIdempotencyStore(options: IdempotencyStoreOptions): MemoryStore { return new MemoryStore(options); }`;

const TESTS = `
  import { beforeEach, describe, expect, it } from 'vitest';
  import { createIdempotencyStore, MemoryStore, type Made } from '../src/idempotency-store.ts';
  const claim = { fingerprint: 'f', paymentId: 'p' };
  class StoreDriver {
    readonly store: MemoryStore;
    now = 0;
    constructor() { this.store = MAKE; }
    claim(): ReturnType<MemoryStore['insertPending']> { return this.store.insertPending('k', claim); }
  }
  describe(MemoryStore.name, () => {
    let driver: StoreDriver;
    beforeEach(() => { driver = new StoreDriver(); });
    it('lets one of two claims in', async () => {
      const made: Made = driver.store;
      expect(made.get).toBeTypeOf('function');
      const [, second] = await Promise.all([driver.claim(), driver.claim()]);
      expect(second.outcome).toBe('duplicate');
    });
    it('refuses a guess', async () => {
      await driver.claim();
      await expect(driver.store.updateStatus('k', 'a guess', { status: 'failed' })).rejects.toThrow('STALE_CLAIM');
    });
    it('expires', async () => {
      await driver.claim();
      driver.now = 1_000;
      await expect(driver.store.get('k')).rejects.toThrow();
    });
  });`;

async function judge(make: string): Promise<JudgedSuite> {
  const inner = await readFile(join(whole.referenceRoot, 'src/idempotency-store.ts'), 'utf8');
  const submission = await submissionLikeReference({
    'src/inner.ts': inner.replace('createIdempotencyStore', 'createInner'),
    'src/idempotency-store.ts': STORE,
    'tests/store.test.ts': TESTS.replace('MAKE', make),
  });
  return judgeSuiteOf(submission, withFewMutants(3));
}

it('runs tests that know the own class names on every implementation, if only the factories make the objects', async () => {
  const { tests, killed, problems } = await judge(
    'createIdempotencyStore({ ttlMs: 1_000, clock: { now: () => this.now } })',
  );
  expect(problems).toEqual([]);
  expect(tests.map(({ name, verdict }) => `${verdict} ${name}`)).toEqual([
    'valid store.test.ts > MemoryStore > lets one of two claims in',
    'valid store.test.ts > MemoryStore > refuses a guess',
    'valid store.test.ts > MemoryStore > expires',
  ]);
  expect(killed).toEqual(expect.arrayContaining(['s2-await-before-insert', 's1-ttl-in-seconds']));
});

it('catches nothing with objects of the own classes: those are the same, whatever is tested', async () => {
  const { tests, killed } = await judge('new MemoryStore({ ttlMs: 1_000, clock: { now: () => this.now } })');
  expect(new Set(tests.map(({ verdict }) => verdict))).toEqual(new Set(['valid']));
  expect(killed).toEqual([]);
});
