import { describe, expect } from 'vitest';
import { codeOf, ending } from '../../../grader/judge/expect-answer.ts';
import { openStore, type StoreUnderTest } from '../../../grader/judge/open-store.ts';
import { claimKey, tryClaim } from '../../../grader/judge/prepare-record.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';
import { claimSteadily } from '../../../grader/judge/traffic.ts';

/** Claims one key again and again, each time after a failure; the tokens got, at least one. */
async function tokensOfReclaims(store: StoreUnderTest, key: string, claims: number): Promise<readonly string[]> {
  const claim = values().claim();
  const tokens = [(await claimKey(store, key, claim)).token];
  for (let done = 1; done < claims; done += 1) {
    await ending(store.updateStatus(key, tokens.at(-1) ?? '', { status: 'failed' }));
    const again = await tryClaim(store, key, claim);
    if (again !== undefined) tokens.push(again.token);
  }
  return tokens;
}

function expectAllDifferent(tokens: readonly string[]): void {
  expect(new Set(tokens).size, 'different tokens').toBe(tokens.length);
}

describe('tokens', () => {
  for (const keys of [2, 20, 200]) {
    rule('S1', `of ${keys} overlapping claims of different keys differ`, async () => {
      const { store } = await openStore({ ttlMs: 1000 });
      const claims = Array.from({ length: keys }, () => claimKey(store, values().key(), values().claim()));
      expectAllDifferent((await Promise.all(claims)).map(({ token }) => token));
    });
  }

  rule('S1', 'of claims one after the other in one instant differ', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    const tokens: string[] = [];
    for (let claims = 0; claims < 12; claims += 1) {
      tokens.push((await claimKey(store, values().key(), values().claim())).token);
    }
    expectAllDifferent(tokens);
  });

  rule('S1', 'of 3,000 claims one after the other differ, within every thousand', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    const { keys, tokens } = await claimSteadily({ store, claims: 3000, everyMs: 1 });
    expect(tokens, 'different tokens').toBe(keys.length);
  });

  rule('S1', 'of 10,000 claims in one instant differ, within every thousand', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    const { keys, tokens } = await claimSteadily({ store, claims: 10_000, everyMs: 0 });
    expect(tokens, 'different tokens').toBe(keys.length);
  });

  rule('S1', 'of claims with the same fingerprint and payment id differ', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    const claim = values().claim();
    const claims = Array.from({ length: 20 }, () => claimKey(store, values().key(), claim));
    expectAllDifferent((await Promise.all(claims)).map(({ token }) => token));
  });

  rule('S1', 'of one key that fails and is claimed again in one instant differ', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    expectAllDifferent(await tokensOfReclaims(store, values().key(), 12));
  });

  rule('S1', 'of two keys that differ by a digit at the end differ over many claims', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    const key = values().key();
    const names = [key, `${key}1`, `${key}-1`, `${key}:1`];
    const tokens: string[] = [];
    for (const name of names) tokens.push(...(await tokensOfReclaims(store, name, 5)));
    expectAllDifferent(tokens);
  });

  rule('S1', 'of one key that expires and is claimed again differ', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const key = values().key();
    const claim = values().claim();
    const tokens = [(await claimKey(store, key, claim)).token];
    for (let lives = 1; lives < 10; lives += 1) {
      await clock.advance(2000);
      const again = await tryClaim(store, key, claim);
      if (again !== undefined) tokens.push(again.token);
    }
    expectAllDifferent(tokens);
  });

  rule('S1', 'differ when the clock stands at the same instant again', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const claim = values().claim();
    const key = values().key();
    const tokens = [(await claimKey(store, key, claim)).token];
    for (let rounds = 0; rounds < 5; rounds += 1) {
      clock.set(START + 2000);
      await ending(store.get(key));
      clock.set(START);
      const again = await tryClaim(store, key, claim);
      if (again !== undefined) tokens.push(again.token);
      tokens.push((await claimKey(store, values().key(), claim)).token);
    }
    expectAllDifferent(tokens);
  });

  rule('S1', 'of records that have expired and been swept away are not given out again', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const tokens: string[] = [];
    for (let rounds = 0; rounds < 4; rounds += 1) {
      const claims = Array.from({ length: 5 }, () => claimKey(store, values().key(), values().claim()));
      tokens.push(...(await Promise.all(claims)).map(({ token }) => token));
      await clock.advance(2000);
      await claimSteadily({ store, claims: 20, everyMs: 2000 });
    }
    expectAllDifferent(tokens);
  });

  rule('S1', 'of one key that was swept away after its end and is claimed again differ', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const key = values().key();
    const { token } = await claimKey(store, key, values().claim());
    await clock.advance(2000);
    await claimSteadily({ store, claims: 10, everyMs: 0 });
    const again = await tryClaim(store, key, values().claim());
    if (again !== undefined) expectAllDifferent([token, again.token]);
  });

  rule('S1', 'of claims in an instant, in a later one and in the first one again differ', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const tokens: string[] = [];
    for (const instant of [START, START + 2000, START]) {
      clock.set(instant);
      tokens.push((await claimKey(store, values().key(), values().claim())).token);
    }
    expectAllDifferent(tokens);
  });

  rule('S3', 'of the holder stay good while other claims of the key are turned down', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    const key = values().key();
    const claim = values().claim();
    const { token } = await claimKey(store, key, claim);
    await ending(store.insertPending(key, claim));
    await ending(store.insertPending(key, values().claim()));
    await claimKey(store, values().key(), claim);
    const end = await ending(store.updateStatus(key, token, { status: 'failed' }));
    expect(end.ok ? null : codeOf(end.error), "code of the holder's settling").not.toBe('STALE_CLAIM');
  });
});
