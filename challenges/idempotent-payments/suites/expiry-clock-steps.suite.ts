import { describe, expect } from 'vitest';
import { codeOf, ending, expectAnswer, expectRejection, GONE } from '../../../grader/judge/expect-answer.ts';
import { expectMembers } from '../../../grader/judge/expect-same.ts';
import { openStore, type StoreUnderTest } from '../../../grader/judge/open-store.ts';
import {
  claimKey,
  expectRecord,
  prepareRecord,
  RECORD_STATES,
  type PreparedRecord,
} from '../../../grader/judge/prepare-record.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';

const TTL_MS = 1000;

type Look = (store: StoreUnderTest, old: PreparedRecord) => Promise<void>;

/** Settles a record that has expired; whether the store refuses that as it should, which another rule judges. */
async function refusesToSettle(
  store: StoreUnderTest,
  { key, token }: Pick<PreparedRecord, 'key' | 'token'>,
): Promise<boolean> {
  const end = await ending(store.updateStatus(key, token, { status: 'failed' }));
  return !end.ok && GONE.some((code) => code === codeOf(end.error));
}

/** What must hold of a record that was seen as expired, whatever the clock says afterwards. */
const GONE_FOR_GOOD: Readonly<Record<string, Look>> = {
  'cannot be read': (store, { key }) => expectRejection(store.get(key), GONE, 'reading it after the step back'),
  'makes way for the same payload': async (store, { key, claim }) => {
    const fresh = { ...claim, paymentId: values().paymentId() };
    const { record } = await claimKey(store, key, fresh);
    expectMembers(record, { status: 'pending', ...fresh }, 'the new record');
    await expectRecord(store, record, 'the new record, read');
  },
  'makes way for another payload': async (store, { key }) => {
    const fresh = values().claim();
    const { record } = await claimKey(store, key, fresh);
    expectMembers(record, { status: 'pending', ...fresh }, 'the new record');
    await expectRecord(store, record, 'the new record, read');
  },
};

describe('a clock that steps back after a record was seen as expired', () => {
  for (const state of RECORD_STATES) {
    for (const [what, expectGone] of Object.entries(GONE_FOR_GOOD)) {
      rule('S6', `by a read: the record that was ${state} ${what}`, async () => {
        const { store, clock } = await openStore({ ttlMs: TTL_MS });
        const old = await prepareRecord(store, state);
        await expectRecord(store, old.record, 'record at its start');
        await clock.advance(TTL_MS);
        await expectRejection(store.get(old.key), GONE, 'reading the expired record');
        clock.set(START + Math.floor(values().random() * TTL_MS));
        await expectGone(store, old);
      });

      rule('S6', `by a settling: the record that was ${state} ${what}`, async () => {
        const { store, clock } = await openStore({ ttlMs: TTL_MS });
        const old = await prepareRecord(store, state);
        await expectRecord(store, old.record, 'record at its start');
        await clock.advance(TTL_MS);
        if (!(await refusesToSettle(store, old))) return;
        clock.set(START + Math.floor(values().random() * TTL_MS));
        await expectGone(store, old);
      });
    }

    for (const witness of ['a read', 'a settling'] as const) {
      rule('S6', `by ${witness}: the record that was ${state} cannot be settled`, async () => {
        const { store, clock } = await openStore({ ttlMs: TTL_MS });
        const [old, other] = [await prepareRecord(store, state), await prepareRecord(store, state)];
        await expectRecord(store, old.record, 'record at its start');
        await clock.advance(TTL_MS);
        const { key, token } = old;
        if (witness === 'a read') await expectRejection(store.get(key), GONE, 'reading the expired record');
        if (!(await refusesToSettle(store, witness === 'a read' ? other : old))) return;
        clock.set(START + Math.floor(values().random() * TTL_MS));
        const settling = store.updateStatus(key, token, { status: 'failed' });
        await expectRejection(settling, GONE, 'settling it after the step back');
      });
    }
  }

  for (const state of RECORD_STATES) {
    rule('S6', `by a new claim: what is found is the new record, not the one that was ${state}`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const old = await prepareRecord(store, state);
      await clock.advance(TTL_MS + 10);
      const { record, token } = await claimKey(store, old.key, values().claim());
      clock.set(START + 10);
      await expectRecord(store, record, 'record after the step back');
      await expectAnswer(store.updateStatus(old.key, token, { status: 'failed' }), 'settling the new record');
    });
  }

  rule('S6', 'by a settling with a wrong token: the record cannot be read', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const { key, token, record } = await prepareRecord(store, 'pending');
    await expectRecord(store, record, 'record at its start');
    await clock.advance(TTL_MS);
    if (!(await refusesToSettle(store, { key, token: `${token}?` }))) return;
    clock.set(START + 10);
    await expectRejection(store.get(key), GONE, 'reading it after the step back');
  });

  rule('S6', 'brings nothing back when other keys are claimed, settled and read meanwhile', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const old = [];
    for (let claims = 0; claims < 8; claims += 1) old.push((await prepareRecord(store, 'completed')).record);
    for (const record of old) await expectRecord(store, record, 'record at its start');
    await clock.advance(TTL_MS);
    for (const { key } of old) await expectRejection(store.get(key), GONE, 'reading an expired record');
    clock.set(START + 10);
    const { record } = await prepareRecord(store, 'completed');
    await expectRecord(store, record, 'the record of another key');
    for (const { key } of old) await expectRejection(store.get(key), GONE, 'reading it after the step back');
  });

  rule('S6', 'and goes back and forth brings nothing back', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const { key, record } = await prepareRecord(store, 'completed');
    await expectRecord(store, record, 'record at its start');
    for (const instant of [TTL_MS, 0, TTL_MS - 1, 5 * TTL_MS, 1, 0]) {
      clock.set(START + instant);
      await expectRejection(store.get(key), GONE, `reading it with the clock ${instant} ms after the claim`);
    }
  });

  rule('S6', 'by far brings nothing back', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const { key, record } = await prepareRecord(store, 'completed');
    await expectRecord(store, record, 'record at its start');
    await clock.advance(TTL_MS);
    await expectRejection(store.get(key), GONE, 'reading the expired record');
    clock.set(START - 86_400_000);
    await expectRejection(store.get(key), GONE, 'reading it after the step back');
    await claimKey(store, key, values().claim());
  });

  rule('S6', 'brings none of several back, and takes none of the living along', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const old = [];
    for (let claims = 0; claims < 5; claims += 1) old.push(await prepareRecord(store, 'completed'));
    await clock.advance(TTL_MS - 1);
    const young = await prepareRecord(store, 'completed');
    await clock.advance(1);
    for (const { key } of old) await expectRejection(store.get(key), GONE, 'reading an expired record');
    clock.set(START + TTL_MS - 1);
    for (const { key } of old) await expectRejection(store.get(key), GONE, 'reading it after the step back');
    await expectRecord(store, young.record, 'the living record after the step back');
  });
});

describe('a clock that steps back', () => {
  for (const state of RECORD_STATES) {
    for (const stepMs of [5_000, 86_400_000]) {
      rule('S6', `by ${stepMs} ms, below the claim of a ${state} record that is live, leaves it live`, async () => {
        const { store, clock } = await openStore({ ttlMs: TTL_MS });
        const { record } = await prepareRecord(store, state);
        clock.set(START - stepMs);
        await expectRecord(store, record, 'record after the step back');
      });
    }
  }

  for (const [whose, isOther] of [
    ['its key', false],
    ['another key', true],
  ] as const) {
    rule('S6', `to before the end of a record that was seen long after it lets ${whose} be claimed anew`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const old = await prepareRecord(store, 'completed');
      await clock.advance(50 * TTL_MS);
      await expectRejection(store.get(old.key), GONE, 'reading the expired record');
      clock.set(START + 10);
      const { record } = await claimKey(store, isOther ? values().key() : old.key, values().claim());
      await expectRecord(store, record, 'the new record at its start');
      clock.set(record.expiresAt - 1);
      await expectRecord(store, record, 'the new record 1 ms before its end');
    });
  }

  rule('S6', 'before a claim lets the new record live until its own end', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const old = await prepareRecord(store, 'completed');
    await clock.advance(TTL_MS);
    await expectRejection(store.get(old.key), GONE, 'reading the expired record');
    clock.set(START + 10);
    const { record } = await claimKey(store, old.key, values().claim());
    await expectRecord(store, record, 'the new record at its start');
    clock.set(record.expiresAt - 1);
    await expectRecord(store, record, 'the new record 1 ms before its end');
    clock.set(record.expiresAt);
    await expectRejection(store.get(old.key), GONE, 'reading the new record at its end');
  });
});

describe('a clock that steps back by more than the ttl', () => {
  for (const stepMs of [1_500, 5_000, 86_400_000]) {
    rule('S6', `by ${stepMs} ms: a record that is claimed then lives its own time`, async () => {
      const { store, clock } = await openStore({ ttlMs: 1000 });
      const earlier = values().key();
      await store.insertPending(earlier, values().claim());
      await clock.advance(500);
      expect((await store.get(earlier)).status, 'the record before the step').toBe('pending');
      clock.set(clock.now() - stepMs);
      const later = values().key();
      expect((await store.insertPending(later, values().claim())).outcome, 'the claim after the step').toBe('inserted');
      await clock.advance(999);
      expect((await store.get(later)).status, 'the new record 999 ms after its claim').toBe('pending');
    });
  }
});
