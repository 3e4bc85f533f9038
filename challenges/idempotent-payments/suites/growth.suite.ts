import { describe, expect } from 'vitest';
import { codeOf, ending, expectAnswer } from '../../../grader/judge/expect-answer.ts';
import { openStore, type StoreUnderTest } from '../../../grader/judge/open-store.ts';
import {
  claimKey,
  expectRecord,
  prepareRecord,
  prepareRecords,
  RECORD_STATES,
  tryClaim,
  type PreparedRecord,
} from '../../../grader/judge/prepare-record.ts';
import { rule, START, values, world } from '../../../grader/judge/suite.ts';
import { claimSteadily } from '../../../grader/judge/traffic.ts';

/** What the rules allow to be held beside the live records under steady traffic. */
const SLACK = 1000;

/** More live records than a store may be tempted to stop at. */
const MANY = 20_500;

describe('under steady traffic', () => {
  for (const { ttlMs, everyMs, claims } of [
    { ttlMs: 1000, everyMs: 10, claims: 2600 },
    { ttlMs: 1000, everyMs: 1, claims: 2500 },
    { ttlMs: 4000, everyMs: 2, claims: 3500 },
    { ttlMs: 1000, everyMs: 1000, claims: 4000 },
    { ttlMs: 1000, everyMs: 7000, claims: 1500 },
    { ttlMs: 2, everyMs: 0.25, claims: 1500 },
    { ttlMs: 86_400_000, everyMs: 86_400, claims: 2500 },
    { ttlMs: 8_640_000_000, everyMs: 86_400_000, claims: 1500 },
  ]) {
    const live = Math.ceil(ttlMs / everyMs);
    rule(
      'S8',
      `a claim every ${everyMs} ms with a ttl of ${ttlMs} ms: ${live} live records and no heap of old ones`,
      async () => {
        const { store } = await openStore({ ttlMs });
        await claimSteadily({ store, claims: live, everyMs });
        for (let moments = 0; moments < 5; moments += 1) {
          await claimSteadily({ store, claims: Math.ceil((claims - live) / 5), everyMs });
          const size = await expectAnswer(store.size(), 'counting the records');
          expect(size, 'records held').toBeLessThanOrEqual(live + SLACK);
          expect(size, 'records held, all live ones among them').toBeGreaterThanOrEqual(live);
        }
      },
    );
  }

  rule('S8', 'that comes after an expired burst: 10 live records and no heap of old ones', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    await claimSteadily({ store, claims: 1500, everyMs: 0 });
    await clock.advance(1000);
    await claimSteadily({ store, claims: 3000, everyMs: 100 });
    const size = await expectAnswer(store.size(), 'counting the records');
    expect(size, 'records held').toBeLessThanOrEqual(10 + SLACK);
    expect(size, 'records held, all live ones among them').toBeGreaterThanOrEqual(10);
  });

  rule('S8', 'records that were settled are dropped like others', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    for (let rounds = 0; rounds < 6; rounds += 1) {
      const state = rounds % 2 === 0 ? 'completed' : 'failed';
      await prepareRecords(store, state, 40);
      await clock.advance(500);
    }
    const left = await expectAnswer(store.size(), 'counting the records');
    expect(left, 'records held, all live ones among them').toBeGreaterThanOrEqual(40);
    await clock.advance(500);
    await expectBurstGone(store, left, 0);
  });
});

/** Claims that come after a burst has expired: twice as many as it had records, all of them still live at the end. */
async function expectBurstGone(store: StoreUnderTest, burst: number, others: number): Promise<void> {
  const further = 2 * burst;
  await claimSteadily({ store, claims: further, everyMs: 0 });
  const size = await expectAnswer(store.size(), 'counting the records');
  expect(size, `records held after a burst of ${burst}, ${others + further} live ones`).toBe(others + further);
}

describe('a burst that has expired is gone after twice as many claims', () => {
  for (const burst of [1, 100, 500, 1500]) {
    rule('S8', `${burst} pending ones, claimed in one instant`, async () => {
      const { store, clock } = await openStore({ ttlMs: 1000 });
      await claimSteadily({ store, claims: burst, everyMs: 0 });
      await clock.advance(1000);
      await expectBurstGone(store, burst, 0);
    });

    rule('S8', `${burst} pending ones, claimed over some time, seen long after`, async () => {
      const { store, clock } = await openStore({ ttlMs: 60_000 });
      await claimSteadily({ store, claims: burst, everyMs: 1 });
      await clock.advance(86_400_000);
      await expectBurstGone(store, burst, 0);
    });
  }

  for (const state of ['completed', 'failed'] as const) {
    rule('S8', `100 ${state} ones`, async () => {
      const { store, clock } = await openStore({ ttlMs: 1000 });
      await prepareRecords(store, state, 100);
      await clock.advance(1000);
      await expectBurstGone(store, 100, 0);
    });
  }

  rule('S8', 'of which every record was asked for after it had expired', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const { keys } = await claimSteadily({ store, claims: 60, everyMs: 0 });
    await clock.advance(1000);
    await Promise.allSettled(keys.map((key) => store.get(key)));
    await expectBurstGone(store, 60, 0);
  });

  for (const [which, index] of [
    ['first', 0],
    ['middle', 30],
    ['last', 59],
  ] as const) {
    rule('S8', `of which only the ${which} record was asked for after it had expired`, async () => {
      const { store, clock } = await openStore({ ttlMs: 1000 });
      const { keys } = await claimSteadily({ store, claims: 60, everyMs: 0 });
      await clock.advance(1000);
      await ending(store.get(keys[index] ?? ''));
      await expectBurstGone(store, 60, 0);
    });

    rule('S8', `of which the key of the ${which} record was claimed again after it had expired`, async () => {
      const { store, clock } = await openStore({ ttlMs: 1000 });
      const { keys } = await claimSteadily({ store, claims: 60, everyMs: 0 });
      await clock.advance(1000);
      const again = await tryClaim(store, keys[index] ?? '', values().claim());
      // Whether an expired key is free is another rule's business.
      if (again === undefined) return;
      await expectBurstGone(store, 60, 1);
      await expectRecord(store, again.record, 'the record that was claimed again');
    });
  }

  rule('S8', 'of which every record was to be settled too late', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const pending = await prepareRecords(store, 'pending', 40);
    await clock.advance(1000);
    await Promise.allSettled(pending.map(({ key, token }) => store.updateStatus(key, token, { status: 'failed' })));
    await expectBurstGone(store, 40, 0);
  });

  rule('S8', 'behind a record that was claimed first, failed and was claimed again', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const { key, claim } = await prepareRecord(store, 'failed');
    await claimSteadily({ store, claims: 400, everyMs: 0 });
    await clock.advance(900);
    const again = await tryClaim(store, key, claim);
    await clock.advance(100);
    const isLive = again !== undefined && clock.now() < again.record.expiresAt;
    await expectBurstGone(store, 400, isLive ? 1 : 0);
    if (isLive) await expectRecord(store, again.record, 'the record that was claimed again');
  });

  rule('S8', 'beside a key that failed and was claimed again three hundred times', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    await prepareRecords(store, 'completed', 60);
    await clock.advance(500);
    const { key, claim } = await prepareRecord(store, 'failed');
    for (let claims = 1; claims <= 300; claims += 1) {
      const again = await tryClaim(store, key, claim);
      // Whether a failed key is claimed again is another rule's business.
      if (again === undefined) return;
      await ending(store.updateStatus(key, again.token, { status: 'failed' }));
    }
    await clock.advance(500);
    const isLive = (await ending(store.get(key))).ok;
    await expectBurstGone(store, 60, isLive ? 1 : 0);
  });

  rule('S8', 'among many that failed and were claimed again', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const failed: PreparedRecord[] = [];
    for (let rounds = 0; rounds < 10; rounds += 1) {
      failed.push(await prepareRecord(store, 'failed'));
      await claimSteadily({ store, claims: 20, everyMs: 0 });
    }
    await clock.advance(900);
    const again = await Promise.all(failed.map(({ key, claim }) => tryClaim(store, key, claim)));
    await clock.advance(100);
    await expectBurstGone(
      store,
      200,
      again.filter((claimed) => claimed !== undefined && clock.now() < claimed.record.expiresAt).length,
    );
  });

  for (let number = 1; number <= 4; number += 1) {
    rule('S8', `among records of a clock that went back and forth, some claimed again, lot ${number}`, async () => {
      const { store, clock } = await openStore({ ttlMs: 1000 });
      const goSomewhere = (): void => clock.set(START + Math.floor(values().random() * 900));
      const failed: PreparedRecord[] = [];
      const ends = new Map<string, number>();
      for (let claims = 0; claims < 60; claims += 1) {
        goSomewhere();
        const one = await prepareRecord(store, claims % 2 === 0 ? 'failed' : 'pending');
        ends.set(one.key, one.record.expiresAt);
        if (claims % 2 === 0) failed.push(one);
      }
      for (const { key, claim } of failed) {
        goSomewhere();
        const again = await tryClaim(store, key, claim);
        if (again !== undefined) ends.set(key, again.record.expiresAt);
      }
      // Half a millisecond off: what holds at the very end of a record is the rule of expiry.
      clock.set(START + 1450.5);
      const live = [...ends.values()].filter((end) => clock.now() < end).length;
      await expectBurstGone(store, ends.size - live, live);
    });
  }

  rule('S8', 'of keys that are numbers, behind a live one that is a smaller number', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    for (const key of ['30', '7', '500', '12', '9']) await claimKey(store, key, values().claim());
    await claimSteadily({ store, claims: 20, everyMs: 0 });
    await clock.advance(1000);
    await claimKey(store, '3', values().claim());
    await expectBurstGone(store, 25, 1);
  });

  rule('S8', 'of keys that are names of Object.prototype', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    await claimSteadily({ store, claims: 20, everyMs: 0 });
    const keys = ['__proto__', 'constructor', 'toString', 'hasOwnProperty'];
    const claims = await Promise.all(keys.map((key) => ending(store.insertPending(key, values().claim()))));
    // That these are keys like others is another rule's business.
    if (claims.some((end) => !end.ok || end.value.outcome !== 'inserted')) return;
    await clock.advance(1000);
    await expectBurstGone(store, 20 + keys.length, 0);
  });

  rule('S8', 'behind records of a clock that has stepped back since', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    clock.set(START + 3_600_000);
    const early = await claimKey(store, values().key(), values().claim());
    clock.set(START);
    const { keys } = await claimSteadily({ store, claims: 400, everyMs: 0 });
    const last = await expectAnswer(store.get(keys.at(-1) ?? ''), 'reading the last of the burst');
    clock.set(last.expiresAt);
    await expectBurstGone(store, 400, clock.now() < early.record.expiresAt ? 1 : 0);
  });

  rule('S8', 'among many records that were claimed later and live on', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    await claimSteadily({ store, claims: 100, everyMs: 0 });
    await clock.advance(500);
    await claimSteadily({ store, claims: 8000, everyMs: 0 });
    await clock.advance(500);
    await expectBurstGone(store, 100, 8000);
  });

  rule('S8', 'however shortly before its end another key was claimed', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    await claimSteadily({ store, claims: 100, everyMs: 0 });
    await clock.advance(999);
    await claimKey(store, values().key(), values().claim());
    await clock.advance(1);
    await expectBurstGone(store, 100, 1);
  });

  rule('S8', 'and another burst after it', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    for (const burst of [100, 300]) {
      await claimSteadily({ store, claims: burst, everyMs: 0 });
      await clock.advance(1000);
    }
    await expectBurstGone(store, 400, 0);
  });
});

describe('records that have expired', () => {
  /** How many of `keys`, all of them expired, are called so by `get`, and not `NOT_FOUND` as those that were dropped. */
  async function heldOf(store: StoreUnderTest, keys: readonly string[]): Promise<number> {
    const ends = await Promise.all(keys.map((key) => ending(store.get(key))));
    return ends.filter((end) => !end.ok && codeOf(end.error) === 'EXPIRED').length;
  }

  rule('S8', 'are counted as long as they are held', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const { keys } = await claimSteadily({ store, claims: 20, everyMs: 0 });
    await clock.advance(1000);
    const size = await expectAnswer(store.size(), 'counting the records');
    expect(await heldOf(store, keys), 'records that get calls expired').toBeLessThanOrEqual(size);
  });

  rule('S8', 'are not found any more once none of them is counted', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const { keys } = await claimSteadily({ store, claims: 60, everyMs: 0 });
    await clock.advance(1000);
    await expectBurstGone(store, 60, 0);
    expect(await heldOf(store, keys), 'records that get calls expired').toBe(0);
  });

  rule('S8', 'are not counted again when the clock steps back after they are gone', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    await claimSteadily({ store, claims: 60, everyMs: 0 });
    await clock.advance(1000);
    await expectBurstGone(store, 60, 0);
    clock.set(START);
    const size = await expectAnswer(store.size(), 'counting the records');
    expect(size, 'records held, nothing having been claimed since').toBeLessThanOrEqual(120);
  });
});

describe('live records', () => {
  rule('S8', `are all held, ${MANY} of them`, async () => {
    const { store } = await openStore({ ttlMs: 1e9 });
    const { keys } = await claimSteadily({ store, claims: MANY, everyMs: 1 });
    expect(await store.size(), 'records held').toBe(MANY);
    for (const index of [0, 1, 999, 1000, 4999, 9999, MANY - 1]) {
      const { key } = await expectAnswer(store.get(keys[index] ?? ''), `reading record ${index + 1} of ${MANY}`);
      expect(key, `key of record ${index + 1}`).toBe(keys[index]);
    }
  });

  for (const state of RECORD_STATES) {
    rule('S8', `that are ${state} stay while a backlog is dropped around them`, async () => {
      const { store, clock } = await openStore({ ttlMs: 1000 });
      await claimSteadily({ store, claims: 100, everyMs: 0 });
      await clock.advance(500);
      const live = await prepareRecords(store, state, 10);
      await claimSteadily({ store, claims: 40, everyMs: 0 });
      await clock.advance(500);
      await claimSteadily({ store, claims: 400, everyMs: 0 });
      for (const { record } of live) await expectRecord(store, record, 'a live record after the backlog is gone');
    });
  }

  rule('S8', 'stay although the same key has expired before', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const key = values().key();
    await claimKey(store, key, values().claim());
    await clock.advance(1500);
    const again = await tryClaim(store, key, values().claim());
    await claimSteadily({ store, claims: 50, everyMs: 1 });
    if (again !== undefined) await expectRecord(store, again.record, 'the live record of the key');
  });

  for (const state of RECORD_STATES) {
    rule('S8', `stay although a read has seen the same key expired before, when it was ${state}`, async () => {
      const { store, clock } = await openStore({ ttlMs: 1000 });
      const { key } = await prepareRecord(store, state);
      await clock.advance(1000);
      await ending(store.get(key));
      const again = await tryClaim(store, key, values().claim());
      await claimSteadily({ store, claims: 10, everyMs: 0 });
      if (again !== undefined) await expectRecord(store, again.record, 'the live record of the key');
    });
  }

  rule('S8', 'stay although other claims drop what has expired of their keys in the same turn', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const old = await prepareRecords(store, 'pending', 2);
    await clock.advance(1000);
    const others = [claimKey(store, values().key(), values().claim())];
    const again = old.map(({ key }) => tryClaim(store, key, values().claim()));
    others.push(claimKey(store, values().key(), values().claim()));
    await Promise.all(others);
    for (const claimed of await Promise.all(again)) {
      if (claimed !== undefined) await expectRecord(store, claimed.record, 'the live record of the key');
    }
  });

  rule('S8', 'are counted once, however often their keys are claimed', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    expect(await store.size(), 'records held at first').toBe(0);
    const prepared = [];
    for (const state of RECORD_STATES) prepared.push(await prepareRecord(store, state));
    for (const { key, claim } of prepared) {
      await tryClaim(store, key, claim);
      await tryClaim(store, key, values().claim());
    }
    expect(await store.size(), 'records held in the end').toBe(RECORD_STATES.length);
  });

  rule('S8', 'are counted once, however often their keys have expired before', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const key = values().key();
    await claimKey(store, key, values().claim());
    for (let lives = 1; lives < 4; lives += 1) {
      await clock.advance(1000);
      if ((await tryClaim(store, key, values().claim())) === undefined) return;
    }
    await claimSteadily({ store, claims: 8, everyMs: 0 });
    expect(await store.size(), 'records held in the end').toBe(9);
  });
});

describe('no work goes on behind the calls', () => {
  rule('S8', 'no timer is started by opening, claiming, settling, reading and expiring', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    for (const state of RECORD_STATES) {
      const { record } = await prepareRecord(store, state);
      await expectRecord(store, record, 'record that was just made');
    }
    await clock.advance(2000);
    await claimSteadily({ store, claims: 50, everyMs: 100 });
    expect(await store.size(), 'records held').toBeGreaterThanOrEqual(10);
    expect(
      world().sleeps.map(({ kind, ms }) => `${kind} of ${ms} ms`),
      'timers started',
    ).toEqual([]);
  });
});
