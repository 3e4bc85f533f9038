import { expect, it } from 'vitest';
import { judgeSuiteOf, whole } from '../../support/judge-suite-of.ts';
import { submissionLikeReference } from '../../support/submission-folder.ts';

/** Links need room on the stack. The store keeps no claim, so that this says nothing of a leak. */
const FILE = `
  import { expect, it } from 'vitest';
  import { createIdempotencyStore } from '../src/idempotency-store.ts';
  function room(act) {
    let most = -1;
    const dive = (depth) => {
      try { dive(depth + 1); } catch {}
      if (most >= 0) return;
      try { act(); most = depth; } catch {}
    };
    dive(0);
    return most;
  }
  it('has as much room when the store has seen an object', async () => {
    const store = createIdempotencyStore({ ttlMs: 1_000, clock: { now: () => 0 } });
    const roomOfCall = () => room(() => void store.size());
    for (let turn = 0; turn < 5; turn += 1) roomOfCall();
    const before = roomOfCall();
    await store.insertPending('k', { fingerprint: 'f', paymentId: 'p' });
    expect(before - roomOfCall()).toBeLessThan(100);
  });`;

const plan = whole.ownTestsPlan ?? expect.unreachable();
const leaky = { ...whole, ownTestsPlan: { ...plan, mutants: plan.mutants.filter(({ linked }) => linked) } };

it('catches no leak by what links cost', async () => {
  const submission = await submissionLikeReference({ 'tests/a.test.ts': FILE });
  const { tests, killed } = await judgeSuiteOf(submission, leaky);
  expect(killed).toEqual([]);
  expect(tests.map(({ verdict }) => verdict)).toEqual(['over-fitted']);
});
