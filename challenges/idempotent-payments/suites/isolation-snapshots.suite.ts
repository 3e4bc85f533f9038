import { describe, expect } from 'vitest';
import type { InsertResult, JsonValue, StoredRecord } from '../../../grader/judge/contract.ts';
import { ending, expectAnswer } from '../../../grader/judge/expect-answer.ts';
import { expectMembers, expectSame } from '../../../grader/judge/expect-same.ts';
import type { Call } from '../../../grader/judge/call.ts';
import {
  isChangeable,
  keep,
  openStore,
  reread,
  rereadClaim,
  scramble,
  type StoreUnderTest,
} from '../../../grader/judge/open-store.ts';
import { claimKey, expectRecord, prepareRecord, RECORD_STATES } from '../../../grader/judge/prepare-record.ts';
import { rule, values } from '../../../grader/judge/suite.ts';

const TTL_MS = 1000;

/** When a caller changes what it has handed over. */
const MOMENTS = ['in the same turn', 'later'] as const;

function nestedResponse(): JsonValue {
  return { ...{ receipt: values().key() }, lines: [{ amount: 1, tags: ['a', 'b'] }, [1, [2, [3]]]], empty: {} };
}

describe('what goes in', () => {
  for (const moment of MOMENTS) {
    rule('S7', `a claim that its caller changes ${moment} counts as it was`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const key = values().key();
      const claim = values().claim();
      const kept = keep(claim);
      const call = store.insertPending(key, kept);
      if (moment === 'later') await ending(call);
      scramble(kept);
      const { record } = await expectAnswer(call, 'claiming a free key');
      expectMembers(record, claim, 'record of the claim');
      await expectRecord(store, record, 'record found after the claim');
      const again = await expectAnswer(store.insertPending(key, claim), 'the same claim again');
      expectSame(again, { outcome: 'duplicate', record }, 'answer to the same claim again');
    });

    rule('S7', `an outcome that its caller changes ${moment} counts as it was`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, token, record } = await prepareRecord(store, 'pending');
      const response = values().response();
      const kept = keep({ status: 'completed', response });
      const call = store.updateStatus(key, token, kept);
      if (moment === 'later') await ending(call);
      scramble(kept);
      await expectAnswer(call, 'settling');
      await expectRecord(store, { ...record, status: 'completed', response }, 'record after settling');
    });

    for (const [what, make] of [
      ['a nested object', nestedResponse],
      ['an array', (): JsonValue => [values().key(), [1, 2, { three: 3 }], []]],
    ] as const) {
      rule('S7', `a response that is ${what}, changed ${moment}, counts as it was`, async () => {
        const { store } = await openStore({ ttlMs: TTL_MS });
        const { key, token, record } = await prepareRecord(store, 'pending');
        const response = make();
        const kept = keep({ status: 'completed', response });
        const call = store.updateStatus(key, token, kept);
        if (moment === 'later') await ending(call);
        scramble(kept);
        await expectAnswer(call, 'settling');
        await expectRecord(store, { ...record, status: 'completed', response }, 'record after settling');
      });
    }

    rule('S7', `a failure that its caller changes ${moment} counts as it was`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, token, record } = await prepareRecord(store, 'pending');
      const kept = keep({ status: 'failed' });
      const call = store.updateStatus(key, token, kept);
      if (moment === 'later') await ending(call);
      scramble(kept);
      await expectAnswer(call, 'settling');
      await expectRecord(store, { ...record, status: 'failed' }, 'record after settling');
    });
  }

  rule('S7', 'a claim beside the same claim, changed in the same turn, counts as it was', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const key = values().key();
    const claim = values().claim();
    const kept = keep(claim);
    const calls = [store.insertPending(key, claim), store.insertPending(key, kept)];
    scramble(kept);
    for (const call of calls) {
      const { outcome, record } = await expectAnswer(call, 'an overlapping claim');
      expect(outcome, 'outcome of an overlapping claim').not.toBe('mismatch');
      expectMembers(record, claim, 'record in the answer');
    }
  });

  rule('S7', 'an outcome beside a read of its record, changed in the same turn, counts as it was', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const { key, token, record } = await prepareRecord(store, 'pending');
    const response = nestedResponse();
    const kept = keep({ status: 'completed', response });
    const read = store.get(key);
    const call = store.updateStatus(key, token, kept);
    scramble(kept);
    await ending(read);
    await expectAnswer(call, 'settling');
    await expectRecord(store, { ...record, status: 'completed', response }, 'record after settling');
  });

  rule('S7', 'is copied: the objects of the caller are left as they are, and not frozen', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const key = values().key();
    const claim = keep(values().claim());
    const result = await expectAnswer(store.insertPending(key, claim), 'claiming a free key');
    const outcome = keep({ status: 'completed', response: nestedResponse() });
    const token = result.outcome === 'inserted' ? result.token : '';
    await expectAnswer(store.updateStatus(key, token, outcome), 'settling');
    await expectAnswer(store.get(key), 'reading');
    expect(await isChangeable(claim), 'whether the claim can still be changed').toBe(true);
    expect(await isChangeable(outcome), 'whether the outcome can still be changed').toBe(true);
  });

  rule('S7', 'one claim object used for two keys and then changed counts as it was for both', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const claim = values().claim();
    const kept = keep(claim);
    const keys = [values().key(), values().key()];
    const calls = keys.map((key) => store.insertPending(key, kept));
    scramble(kept);
    for (const call of calls) {
      const { record } = await expectAnswer(call, 'claiming a free key');
      expectMembers(record, claim, 'record of the claim');
      await expectRecord(store, record, 'record found after the claim');
    }
  });

  rule('S7', 'one outcome object used for two keys and then changed counts as it was for both', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const response = nestedResponse();
    const kept = keep({ status: 'completed', response });
    const prepared = [await prepareRecord(store, 'pending'), await prepareRecord(store, 'pending')];
    for (const { key, token } of prepared) await expectAnswer(store.updateStatus(key, token, kept), 'settling');
    scramble(kept);
    for (const { record } of prepared) {
      await expectRecord(store, { ...record, status: 'completed', response }, 'record after settling');
    }
  });

  rule('S7', 'an outcome that is changed between two settlings counts as it is at each of them', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const response = nestedResponse();
    const part = keep(response);
    const kept = keep({ status: 'completed', response: part });
    const one = await prepareRecord(store, 'pending');
    const other = await prepareRecord(store, 'pending');
    await expectAnswer(store.updateStatus(one.key, one.token, kept), 'settling');
    scramble(part);
    await expectAnswer(store.updateStatus(other.key, other.token, kept), 'settling with the changed outcome');
    await expectRecord(store, { ...one.record, status: 'completed', response }, 'the first record');
    const { response: changed } = await expectAnswer(store.get(other.key), 'reading the second record');
    expect(JSON.stringify(changed), 'response of the second record').not.toBe(JSON.stringify(response));
  });

  rule('S7', 'a response read for one key is not the one of another key', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const response = nestedResponse();
    const kept = keep({ status: 'completed', response });
    const one = await prepareRecord(store, 'pending');
    const other = await prepareRecord(store, 'pending');
    for (const { key, token } of [one, other]) await expectAnswer(store.updateStatus(key, token, kept), 'settling');
    const read = store.get(one.key);
    await expectAnswer(read, 'reading the first record');
    scramble(read);
    await expectRecord(store, { ...other.record, status: 'completed', response }, 'record of the other key');
  });
});

/** Ways to get hold of a record that the store has handed out. */
const READERS: Readonly<Record<string, (store: StoreUnderTest, record: StoredRecord) => Call<unknown>>> = {
  'a read': (store, { key }) => store.get(key),
  'a mismatch': (store, { key }) => store.insertPending(key, values().claim()),
  'a duplicate': (store, { key, fingerprint, paymentId }) => store.insertPending(key, { fingerprint, paymentId }),
};

describe('what comes out', () => {
  for (const state of RECORD_STATES) {
    for (const [what, readBy] of Object.entries(READERS)) {
      // A claim may change a failed record; what it may is another rule's business.
      if (state === 'failed' && what !== 'a read') continue;
      rule('S7', `by ${what} of a ${state} record can be changed without changing the store`, async () => {
        const { store } = await openStore({ ttlMs: TTL_MS });
        const { record } = await prepareRecord(store, state, { response: nestedResponse() });
        const call = readBy(store, record);
        await expectAnswer(call, what);
        scramble(call);
        await expectRecord(store, record, 'record after the answer was changed');
      });
    }
  }

  for (const [what, readBy] of Object.entries(READERS)) {
    rule('S7', `by ${what} of a record completed with an array can be changed without changing the store`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { record } = await prepareRecord(store, 'completed', { response: [values().key(), [1, { two: 2 }], {}] });
      const call = readBy(store, record);
      await expectAnswer(call, what);
      scramble(call);
      await expectRecord(store, record, 'record after the answer was changed');
    });
  }

  rule('S7', 'of a claim can be changed without changing the store', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const key = values().key();
    const call = store.insertPending(key, values().claim());
    const result = await expectAnswer(call, 'claiming a free key');
    scramble(call);
    await expectRecord(store, result.record, 'record after the answer was changed');
    if (result.outcome !== 'inserted') return;
    await expectAnswer(store.updateStatus(key, result.token, { status: 'failed' }), 'settling with the token');
    await expectRecord(store, { ...result.record, status: 'failed' }, 'record after settling');
  });

  rule('S7', 'to one reader is not what another reader holds', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const { key, record } = await prepareRecord(store, 'completed', { response: nestedResponse() });
    const [one, other] = [store.get(key), store.get(key)];
    await Promise.all([one, other].map((call) => expectAnswer(call, 'reading')));
    scramble(one);
    expectSame(await reread(other), record, 'what the other reader holds');
  });

  rule('S7', 'to one of two overlapping claims is not what the other one holds', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const { key, claim, record } = await prepareRecord(store, 'completed', { response: nestedResponse() });
    const [one, other] = [store.insertPending(key, claim), store.insertPending(key, claim)];
    await Promise.all([one, other].map((call) => expectAnswer(call, 'a second claim')));
    scramble(one);
    expectSame(await rereadClaim(other), { outcome: 'duplicate', record }, 'what the other claim holds');
  });
});

/** What may happen to a pending record after it was handed out; that it does is the rule of settling. */
const EVENTS: Readonly<Record<string, (store: StoreUnderTest, key: string, token: string) => Promise<unknown>>> = {
  'is completed': (store, key, token) =>
    ending(store.updateStatus(key, token, { status: 'completed', response: nestedResponse() })),
  'has failed': (store, key, token) => ending(store.updateStatus(key, token, { status: 'failed' })),
  'has failed and is claimed again': async (store, key, token) => {
    const { fingerprint, paymentId } = await expectAnswer(store.get(key), 'reading');
    await ending(store.updateStatus(key, token, { status: 'failed' }));
    await ending(store.insertPending(key, { fingerprint, paymentId }));
  },
};

describe('a record that was handed out', () => {
  for (const [what, happen] of Object.entries(EVENTS)) {
    rule('S7', `by a read stays as it was when the record ${what}`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, token, record } = await prepareRecord(store, 'pending');
      const read = store.get(key);
      await expectAnswer(read, 'reading');
      await happen(store, key, token);
      expectSame(await reread(read), record, 'the record that was handed out before');
    });

    rule('S7', `by a claim stays as it was when the record ${what}`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const key = values().key();
      const call: Call<InsertResult> = store.insertPending(key, values().claim());
      const result = await expectAnswer(call, 'claiming a free key');
      await happen(store, key, result.outcome === 'inserted' ? result.token : '');
      expectSame(await rereadClaim(call), result, 'the answer to the claim');
    });

    rule('S7', `by a duplicate stays as it was when the record ${what}`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, claim, token, record } = await prepareRecord(store, 'pending');
      const call = store.insertPending(key, claim);
      await expectAnswer(call, 'a second claim');
      await happen(store, key, token);
      expectSame(await rereadClaim(call), { outcome: 'duplicate', record }, 'the answer to the second claim');
    });
  }

  rule('S7', 'stays as it was when it has expired and the key is claimed anew', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const { key, record } = await prepareRecord(store, 'completed');
    const read = store.get(key);
    await expectAnswer(read, 'reading');
    await clock.advance(TTL_MS + 500);
    await ending(store.insertPending(key, values().claim()));
    expectSame(await reread(read), record, 'the record that was handed out before');
    await claimKey(store, values().key(), values().claim());
  });
});

describe('a response with a member called __proto__', () => {
  rule('S7', 'comes back with that member', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    const key = values().key();
    const result = await store.insertPending(key, values().claim());
    if (result.outcome !== 'inserted') throw new Error('the claim of a free key was not inserted');
    const response = Object.fromEntries([['receipt', key]]);
    Object.defineProperty(response, '__proto__', { value: { nested: 1 }, enumerable: true });
    await store.updateStatus(key, result.token, { status: 'completed', response });
    const record = await store.get(key);
    expect(Object.keys(record.response ?? {}).sort(), 'members of the response').toEqual(['__proto__', 'receipt']);
  });
});
