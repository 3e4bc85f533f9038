import { describe, expect } from 'vitest';
import { describeThrown, SubjectError } from '../../../grader/judge/failures.ts';
import { ending } from '../../../grader/judge/expect-answer.ts';
import { openStore } from '../../../grader/judge/open-store.ts';
import { claimKey } from '../../../grader/judge/prepare-record.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';

/** Numbers alone: other types are outside the contract. */
const WRONG_TTLS: Readonly<Record<string, number>> = {
  zero: 0,
  'minus zero': -0,
  'minus one': -1,
  'a small negative fraction': -0.001,
  'the smallest negative number': -Number.MIN_VALUE,
  'the largest negative number': -Number.MAX_VALUE,
  NaN: NaN,
  Infinity: Infinity,
  '-Infinity': -Infinity,
};

/** What the factory did, in a word that an assertion can compare. */
async function factoryDid(ttlMs: number): Promise<string> {
  const end = await ending(openStore({ ttlMs, atOnce: true }));
  if (end.ok) return 'opened a store';
  const isConfigError = end.error instanceof SubjectError && end.error.classes.includes('ConfigError');
  return isConfigError ? 'threw ConfigError' : `threw ${describeThrown(end.error)}`;
}

describe('the factory', () => {
  for (const [what, ttlMs] of Object.entries(WRONG_TTLS)) {
    rule('S9', `throws ConfigError for a ttl that is ${what}, and works with a right one after that`, async () => {
      expect(await factoryDid(ttlMs), `what the factory did for ${what}`).toBe('threw ConfigError');
      const { store } = await openStore({ ttlMs: 1000 });
      await claimKey(store, values().key(), values().claim());
    });
  }

  for (const ttlMs of [Number.MIN_VALUE, 0.001, 1, 1000.5, 2 ** 31, Number.MAX_SAFE_INTEGER, Number.MAX_VALUE]) {
    rule('S9', `takes a ttl of ${ttlMs} ms as it is`, async () => {
      const { store } = await openStore({ ttlMs });
      const { record } = await claimKey(store, values().key(), values().claim());
      expect(record.expiresAt, 'end of a record').toBe(START + ttlMs);
    });
  }
});
