import { describe } from 'vitest';
import { openStore } from '../../../grader/judge/open-store.ts';
import { drawn, runTwice, type Batch, type Plan } from '../../../grader/judge/overlap-history.ts';
import { rule, values } from '../../../grader/judge/suite.ts';

const TTL_MS = 1000;

const CLAIM: Plan = { do: 'claim' };
const OTHER: Plan = { do: 'claim', payload: 'another' };
const READ: Plan = { do: 'get' };
const COMPLETE: Plan = { do: 'settle', as: 'completed', with: 'latest' };
const FAIL: Plan = { do: 'settle', as: 'failed', with: 'latest' };
const STALE: Plan = { do: 'settle', as: 'failed', with: 'first' };

/** What happens to a key that is claimed: batches of operations that always occur, and what more is drawn beside them. */
interface Theme {
  readonly name: string;
  readonly batches: readonly (Batch & { readonly beside: readonly Plan[] })[];
}

const THEMES: readonly Theme[] = [
  {
    name: 'a key that is claimed and settled',
    batches: [
      { plans: [CLAIM], beside: [CLAIM, OTHER, READ] },
      { plans: [COMPLETE], beside: [COMPLETE, FAIL, CLAIM, READ] },
      { plans: [CLAIM], beside: [OTHER, READ] },
    ],
  },
  {
    name: 'a key that fails and is claimed again',
    batches: [
      { plans: [CLAIM], beside: [CLAIM, READ] },
      { plans: [FAIL, CLAIM], beside: [CLAIM, CLAIM, READ, FAIL] },
      { plans: [CLAIM], beside: [CLAIM, OTHER, STALE, READ] },
      { plans: [COMPLETE], beside: [STALE, CLAIM, READ] },
    ],
  },
  {
    name: 'a key that is settled twice at once',
    batches: [
      { plans: [CLAIM], beside: [READ] },
      { plans: [COMPLETE, FAIL], beside: [COMPLETE, FAIL, READ, CLAIM] },
      { plans: [READ, CLAIM], beside: [CLAIM, COMPLETE] },
    ],
  },
  {
    name: 'a key that expires',
    batches: [
      { plans: [CLAIM], beside: [CLAIM, READ] },
      { afterMs: TTL_MS - 1, plans: [READ], beside: [CLAIM, COMPLETE] },
      { afterMs: 1, plans: [CLAIM, CLAIM], beside: [OTHER, READ, COMPLETE, STALE] },
      { plans: [COMPLETE], beside: [STALE, CLAIM, READ] },
    ],
  },
  {
    name: 'a key of two payloads',
    batches: [
      { plans: [CLAIM, OTHER], beside: [CLAIM, OTHER, READ] },
      { plans: [FAIL], beside: [CLAIM, OTHER, READ] },
      { afterMs: TTL_MS, plans: [OTHER, CLAIM], beside: [CLAIM, OTHER, READ] },
    ],
  },
  {
    name: 'a key whose clock steps back',
    batches: [
      { plans: [CLAIM], beside: [CLAIM, READ] },
      { afterMs: TTL_MS + 10, plans: [CLAIM, CLAIM], beside: [READ, OTHER] },
      { setMs: 20, plans: [FAIL, READ], beside: [CLAIM, READ, STALE] },
      { plans: [CLAIM], beside: [CLAIM, READ] },
    ],
  },
];

const HISTORIES = 17;

describe('histories that a store gets right call by call have an explanation under overlap too', () => {
  for (const { name, batches } of THEMES) {
    for (let number = 1; number <= HISTORIES; number += 1) {
      rule('S2', `${name}, history ${number}`, async () => {
        const { store } = await openStore({ ttlMs: TTL_MS });
        const mixed = batches.map(({ beside, plans, ...batch }, index) => {
          const more = drawn(beside, (number + index) % 3);
          return { ...batch, plans: values().shuffled([...plans, ...more]) };
        });
        await runTwice({ store, ttlMs: TTL_MS, batches: mixed });
      });
    }
  }
});
