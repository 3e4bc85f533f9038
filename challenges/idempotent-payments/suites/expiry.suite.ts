import { describe, expect } from 'vitest';
import { ending, expectAnswer, expectRejection, GONE, keyNamedIn } from '../../../grader/judge/expect-answer.ts';
import { expectMembers, expectSame } from '../../../grader/judge/expect-same.ts';
import { openStore } from '../../../grader/judge/open-store.ts';
import { drawn, runHistory, type Batch, type Plan } from '../../../grader/judge/overlap-history.ts';
import {
  claimKey,
  expectRecord,
  prepareRecord,
  RECORD_STATES,
  tryClaim,
} from '../../../grader/judge/prepare-record.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';
import { claimSteadily } from '../../../grader/judge/traffic.ts';

const TTL_MS = 1000;

describe('reading a record', () => {
  for (const state of RECORD_STATES) {
    for (const ttlMs of [1, TTL_MS, 86_400_000]) {
      rule('S6', `that is ${state} finds it 1 ms before its ttl of ${ttlMs} ms is over`, async () => {
        const { store, clock } = await openStore({ ttlMs });
        const { record } = await prepareRecord(store, state);
        await clock.advance(ttlMs - 1);
        await expectRecord(store, record, 'record 1 ms before its end');
      });

      for (const [what, lateMs] of [
        ['when', 0],
        ['1 ms after', 1],
        ['long after', 50 * ttlMs],
      ] as const) {
        rule('S6', `that was ${state} finds it gone ${what} its ttl of ${ttlMs} ms is over`, async () => {
          const { store, clock } = await openStore({ ttlMs });
          const { key, record } = await prepareRecord(store, state);
          await expectRecord(store, record, 'record at its start');
          await clock.advance(ttlMs + lateMs);
          await expectRejection(store.get(key), GONE, 'reading the expired record');
          await expectRejection(store.get(key), GONE, 'reading it again');
        });
      }
    }
  }

  rule('S6', 'keeps to fractions of a millisecond', async () => {
    const { store, clock } = await openStore({ ttlMs: 0.5 });
    const { record } = await claimKey(store, values().key(), values().claim());
    // Whether a claim takes the ttl as it is is another rule's business.
    if (record.expiresAt !== START + 0.5) return;
    clock.set(START + 0.25);
    await expectRecord(store, record, 'record a quarter of a millisecond before its end');
    clock.set(START + 0.75);
    await expectRejection(store.get(record.key), GONE, 'reading it a quarter of a millisecond after its end');
  });

  rule('S6', 'finds each of several gone at its own time', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const records = [];
    for (let claims = 0; claims < 5; claims += 1) {
      records.push((await prepareRecord(store, 'completed')).record);
      await clock.advance(100);
    }
    await clock.advance(TTL_MS - 500);
    for (let gone = 1; gone <= 5; gone += 1) {
      for (const [index, record] of records.entries()) {
        if (index < gone) await expectRejection(store.get(record.key), GONE, `reading record ${index + 1}`);
        else await expectRecord(store, record, `record ${index + 1}, which lives on`);
      }
      await clock.advance(100);
    }
  });

  rule('S6', 'that was never claimed rejects with NOT_FOUND', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const { key, record } = await prepareRecord(store, 'pending');
    await expectRejection(store.get(`${key}x`), ['NOT_FOUND'], 'reading a key that was never claimed');
    await expectRecord(store, record, 'record of another key');
    await clock.advance(2 * TTL_MS);
    await expectRejection(store.get(`${key}x`), ['NOT_FOUND'], 'reading a key that was never claimed, later');
  });

  rule('S6', 'names the key in the error', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const { key, token, record } = await prepareRecord(store, 'pending');
    await expectRecord(store, record, 'record at its start');
    await clock.advance(TTL_MS);
    for (const asked of [`${key}x`, key]) {
      const read = await ending(store.get(asked));
      // What errors of a settling name is another rule's business, even where both methods make them in one place.
      if (keyNamedIn(await ending(store.updateStatus(asked, token, { status: 'failed' }))) !== asked) return;
      expectSame(keyNamedIn(read), asked, 'key that the error names');
    }
  });

  rule('S6', 'that was claimed again after a failure finds it gone at its new end', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const { key, claim, record } = await prepareRecord(store, 'failed');
    await expectRecord(store, record, 'record at its start');
    await clock.advance(600);
    const again = await tryClaim(store, key, claim);
    if (again === undefined) return;
    await clock.advance(again.record.expiresAt - 1 - clock.now());
    await expectRecord(store, again.record, 'record 1 ms before its new end');
    await clock.advance(1);
    await expectRejection(store.get(key), GONE, 'reading the record at its new end');
  });
});

describe('claiming the key of an expired record', () => {
  for (const state of RECORD_STATES) {
    for (const lateMs of [0, 1, 10 * TTL_MS]) {
      for (const payload of ['same', 'another'] as const) {
        rule('S6', `that was ${state}, ${lateMs} ms late with the ${payload} payload, makes a new one`, async () => {
          const { store, clock } = await openStore({ ttlMs: TTL_MS });
          const old = await prepareRecord(store, state);
          await clock.advance(TTL_MS + lateMs);
          const fresh = values().claim();
          const claim = payload === 'same' ? { ...fresh, fingerprint: old.claim.fingerprint } : fresh;
          const { record } = await claimKey(store, old.key, claim);
          const now = clock.now();
          const dates = { createdAt: now, expiresAt: now + TTL_MS };
          expectSame(record, { key: old.key, status: 'pending', ...claim, ...dates }, 'the new record');
          await expectRecord(store, record, 'the new record, read');
        });
      }
    }

    rule('S6', `that was ${state} works right after a read has seen it expired`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const old = await prepareRecord(store, state);
      await clock.advance(TTL_MS);
      await expectRejection(store.get(old.key), GONE, 'reading the expired record');
      const claim = { ...old.claim, paymentId: values().paymentId() };
      const { record } = await claimKey(store, old.key, claim);
      expectMembers(record, { status: 'pending', ...claim }, 'the new record');
    });
  }

  for (const state of RECORD_STATES) {
    rule('S6', `that was ${state} and was read too late works for good after claims of other keys`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const old = await prepareRecord(store, state);
      await clock.advance(TTL_MS);
      await expectRejection(store.get(old.key), GONE, 'reading the expired record');
      await claimSteadily({ store, claims: 10, everyMs: 0 });
      const { record } = await claimKey(store, old.key, values().claim());
      await expectRecord(store, record, 'the new record, read');
    });
  }

  for (const state of RECORD_STATES) {
    rule('S6', `that was ${state} makes a new one after claims of other keys, which may have dropped it`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const old = await prepareRecord(store, state);
      await clock.advance(TTL_MS);
      await claimSteadily({ store, claims: 10, everyMs: 0 });
      const claim = { ...old.claim, paymentId: values().paymentId() };
      const { record } = await claimKey(store, old.key, claim);
      const dates = { createdAt: clock.now(), expiresAt: clock.now() + TTL_MS };
      expectSame(record, { key: old.key, status: 'pending', ...claim, ...dates }, 'the new record');
      await expectRecord(store, record, 'the new record, read');
    });
  }

  rule('S6', 'that had failed and was claimed again makes one with the payment id of the new claim', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const { key, claim } = await prepareRecord(store, 'failed');
    if ((await tryClaim(store, key, claim)) === undefined) return;
    await clock.advance(TTL_MS);
    const fresh = { ...claim, paymentId: values().paymentId() };
    const { record } = await claimKey(store, key, fresh);
    expectMembers(record, { status: 'pending', ...fresh }, 'the new record');
  });

  for (const state of ['pending', 'completed'] as const) {
    rule('S6', `that was ${state} works, but not 1 ms too early`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const { key, claim } = await prepareRecord(store, state);
      await clock.advance(TTL_MS - 1);
      const early = await expectAnswer(store.insertPending(key, claim), 'claiming 1 ms too early');
      expect(early.outcome, 'outcome of claiming 1 ms too early').not.toBe('inserted');
      await clock.advance(TTL_MS);
      await claimKey(store, key, claim);
    });
  }

  rule('S6', 'gives the new record a life like any other', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const { key } = await prepareRecord(store, 'completed');
    await clock.advance(TTL_MS + 1);
    const { record } = await claimKey(store, key, values().claim());
    await clock.advance(TTL_MS - 1);
    await expectRecord(store, record, 'the new record 1 ms before its end');
    await clock.advance(1);
    await expectRejection(store.get(key), GONE, 'reading the new record at its end');
  });

  for (const callers of [2, 10]) {
    rule('S6', `by ${callers} overlapping calls makes a new one`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const { key, claim } = await prepareRecord(store, 'pending');
      await clock.advance(TTL_MS);
      const calls = Array.from({ length: callers }, () =>
        store.insertPending(key, { ...claim, paymentId: values().paymentId() }),
      );
      const results = await Promise.all(calls.map((call) => expectAnswer(call, 'an overlapping claim')));
      expect(
        results.map(({ outcome }) => outcome),
        'outcomes of the claims',
      ).toContain('inserted');
      const dates = new Set(results.map(({ record }) => record.createdAt));
      expectSame([...dates], [clock.now()], 'dates of the records in the answers');
    });
  }
});

describe('histories around the end of a record', () => {
  for (let number = 1; number <= 12; number += 1) {
    rule('S6', `history ${number}: some order of the overlapping calls explains every answer`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const reads = drawn([{ do: 'get' }], 1 + (number % 3));
      // One claim at a time: which of several wins is another rule's business.
      const claim = (afterMs: number): Batch => ({
        afterMs,
        plans: values().shuffled<Plan>([{ do: 'claim' }, ...reads]),
      });
      const read = (afterMs: number): Batch => ({ afterMs, plans: reads });
      const lateMs = number % 4;
      await runHistory(store, TTL_MS, [
        ...[claim(0), read(TTL_MS - 1), claim(1 + lateMs)],
        ...[read(TTL_MS - 1), read(1), claim(lateMs), read(TTL_MS / 2)],
      ]);
    });
  }
});
