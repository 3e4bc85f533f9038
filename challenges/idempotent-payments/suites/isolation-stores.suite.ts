import { describe, expect } from 'vitest';
import { ending, expectAnswer, expectRejection, GONE } from '../../../grader/judge/expect-answer.ts';
import { expectMembers } from '../../../grader/judge/expect-same.ts';
import { openStore, type StoreUnderTest } from '../../../grader/judge/open-store.ts';
import { claimKey, expectRecord, prepareRecord, RECORD_STATES } from '../../../grader/judge/prepare-record.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';
import { claimSteadily } from '../../../grader/judge/traffic.ts';

const TTL_MS = 1000;

async function openTwo(): Promise<{ readonly one: StoreUnderTest; readonly other: StoreUnderTest }> {
  const { store: one } = await openStore({ ttlMs: TTL_MS });
  const { store: other } = await openStore({ ttlMs: TTL_MS });
  return { one, other };
}

describe('two stores', () => {
  for (const state of RECORD_STATES) {
    rule('S7', `do not share a ${state} record: its key is free in the other one`, async () => {
      const { one, other } = await openTwo();
      const { key, claim, record } = await prepareRecord(one, state);
      await expectRejection(other.get(key), GONE, 'reading the key in the other store');
      const fresh = { ...claim, paymentId: values().paymentId() };
      const beside = await claimKey(other, key, fresh);
      expectMembers(beside.record, { status: 'pending', ...fresh }, 'record in the other store');
      await expectRecord(one, record, 'record in the first store');
    });
  }

  rule('S7', 'settle the same key each on its own', async () => {
    const { one, other } = await openTwo();
    const key = values().key();
    const claim = values().claim();
    const here = await prepareRecord(one, 'completed', { key, claim });
    const there = await prepareRecord(other, 'failed', { key, claim });
    await expectRecord(one, here.record, 'record in the first store');
    await expectRecord(other, there.record, 'record in the second store');
  });

  rule('S7', 'both insert the same key when the claims overlap', async () => {
    const { one, other } = await openTwo();
    const key = values().key();
    const claim = values().claim();
    const inserted = await Promise.all([claimKey(one, key, claim), claimKey(other, key, claim)]);
    for (const { record } of inserted) expectMembers(record, { key, ...claim }, 'record of a claim');
  });

  rule('S7', 'count their own records', async () => {
    const { one, other } = await openTwo();
    for (let claims = 0; claims < 3; claims += 1) await claimKey(one, values().key(), values().claim());
    expect(await other.size(), 'records in the store that holds none').toBe(0);
    await claimKey(other, values().key(), values().claim());
    expect([await one.size(), await other.size()], 'records in each').toEqual([3, 1]);
  });

  rule('S7', 'keep to their own ttl, whichever was opened first', async () => {
    const { store: long, clock } = await openStore({ ttlMs: 10_000 });
    const { store: short } = await openStore({ ttlMs: 100 });
    const { store: middle } = await openStore({ ttlMs: 1000 });
    const stores = [long, short, middle];
    const lives: number[] = [];
    for (const store of stores) {
      const { record } = await claimKey(store, values().key(), values().claim());
      lives.push(record.expiresAt - record.createdAt);
    }
    expect(lives, 'lives of the records').toEqual([10_000, 100, 1000]);
    expect(clock.now(), 'instant of the claims').toBe(START);
  });

  rule('S7', 'expire the same key each at its own time', async () => {
    const { store: short, clock } = await openStore({ ttlMs: 100 });
    const { store: long } = await openStore({ ttlMs: TTL_MS });
    const key = values().key();
    await claimKey(short, key, values().claim());
    const { record } = await claimKey(long, key, values().claim());
    await clock.advance(150);
    await ending(short.get(key));
    await expectRecord(long, record, 'record in the other store');
    clock.set(START + 50);
    await expectRecord(long, record, 'record in the other store after a step back');
  });

  rule('S7', 'do not sweep each other', async () => {
    const { store: long } = await openStore({ ttlMs: 1e9 });
    const { store: short } = await openStore({ ttlMs: TTL_MS });
    const { record } = await prepareRecord(long, 'completed');
    await claimSteadily({ store: short, claims: 2000, everyMs: 1000 });
    await expectRecord(long, record, 'record in the store without traffic');
    expect(await long.size(), 'records in the store without traffic').toBe(1);
  });

  rule('S7', 'are settled apart: a token used in one does nothing in the other', async () => {
    const { one, other } = await openTwo();
    const key = values().key();
    const claim = values().claim();
    // The first store has given out more tokens, so that counters do not agree by chance.
    await claimKey(one, values().key(), claim);
    const here = await claimKey(one, key, claim);
    await claimKey(other, key, claim);
    await ending(other.updateStatus(key, here.token, { status: 'failed' }));
    await expectRecord(one, here.record, 'record in the first store');
    await expectAnswer(one.updateStatus(key, here.token, { status: 'failed' }), 'settling in the first store');
  });
});
