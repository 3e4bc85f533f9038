import { describe } from 'vitest';
import { openStore } from '../../../grader/judge/open-store.ts';
import { runOnKey, type Batch, type Plan } from '../../../grader/judge/overlap-history.ts';
import { rule } from '../../../grader/judge/suite.ts';

const TTL_MS = 1000;

const CLAIM: Plan = { do: 'claim' };
const READ: Plan = { do: 'get' };
const COMPLETE: Plan = { do: 'settle', as: 'completed', with: 'latest' };
const FAIL: Plan = { do: 'settle', as: 'failed', with: 'latest' };

const STATES: Readonly<Record<string, readonly Batch[]>> = {
  'that was never claimed': [],
  'that is pending': [{ plans: [CLAIM] }],
  'that is completed': [{ plans: [CLAIM] }, { plans: [COMPLETE] }],
  'that has failed': [{ plans: [CLAIM] }, { plans: [FAIL] }],
  'that was claimed again': [{ plans: [CLAIM] }, { plans: [FAIL] }, { plans: [CLAIM] }],
  'that expired while pending': [{ plans: [CLAIM] }, { afterMs: TTL_MS, plans: [] }],
  'that expired completed': [{ plans: [CLAIM] }, { plans: [COMPLETE] }, { afterMs: TTL_MS, plans: [] }],
  'that expired after it failed': [{ plans: [CLAIM] }, { plans: [FAIL] }, { afterMs: TTL_MS, plans: [] }],
};

const OPERATIONS: Readonly<Record<string, Plan>> = {
  'claimed with the same payload': CLAIM,
  'claimed with another payload': { do: 'claim', payload: 'another' },
  read: READ,
  'completed with the latest token': COMPLETE,
  'failed with the first token': { do: 'settle', as: 'failed', with: 'first' },
  'completed with a token of nobody': { do: 'settle', as: 'completed', with: 'unknown' },
};

const KEYS: Readonly<Record<string, string>> = { 'the empty key': '', __proto__: '__proto__' };

describe('where an ordinary key is treated right', () => {
  for (const [what, key] of [...Object.entries(KEYS), ['__proto__', '__proto__'] as const]) {
    for (const [state, before] of Object.entries(STATES)) {
      for (const [done, operation] of Object.entries(OPERATIONS)) {
        rule('S7', `so is ${what} ${state} when it is ${done}`, async () => {
          const { store } = await openStore({ ttlMs: TTL_MS });
          const batches = [...before, { plans: [operation] }, { plans: [READ] }, { plans: [CLAIM] }];
          await runOnKey({ store, ttlMs: TTL_MS, batches, key });
        });
      }
    }
  }
});
