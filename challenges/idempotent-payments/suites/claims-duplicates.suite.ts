import { describe, expect } from 'vitest';
import type { JsonValue } from '../../../grader/judge/contract.ts';
import { ending, expectAnswer, expectRejection, GONE } from '../../../grader/judge/expect-answer.ts';
import { expectSame } from '../../../grader/judge/expect-same.ts';
import { openStore } from '../../../grader/judge/open-store.ts';
import { claimKey, expectRecord, prepareRecord, RECORD_STATES } from '../../../grader/judge/prepare-record.ts';
import { rule, values } from '../../../grader/judge/suite.ts';

const TTL_MS = 1000;
const MONTH_MS = 30 * 86_400_000;
const DELAYS_MS = [0, 1, TTL_MS - 10];

describe('a claim with the same fingerprint', () => {
  for (const state of ['pending', 'completed'] as const) {
    for (const delayMs of DELAYS_MS) {
      rule('S3', `of a ${state} record ${delayMs} ms after its claim is a duplicate and shows the record`, async () => {
        const { store, clock } = await openStore({ ttlMs: TTL_MS });
        const { key, claim, record } = await prepareRecord(store, state);
        await clock.advance(delayMs);
        const again = { ...claim, paymentId: values().paymentId() };
        const answer = await expectAnswer(store.insertPending(key, again), 'the second claim');
        expectSame(answer, { outcome: 'duplicate', record }, 'answer to the second claim');
        await expectRecord(store, record, 'record after the duplicate');
      });
    }

    rule('S3', `of a ${state} record that lives for thirty days is a duplicate to the end`, async () => {
      const { store, clock } = await openStore({ ttlMs: MONTH_MS });
      const { key, claim, record } = await prepareRecord(store, state);
      const from = clock.now();
      for (const delayMs of [90_000, 7_200_000, MONTH_MS - 1]) {
        await clock.advance(from + delayMs - clock.now());
        const answer = await expectAnswer(store.insertPending(key, claim), 'a later claim');
        expectSame(answer, { outcome: 'duplicate', record }, `answer to a claim ${delayMs} ms after the first`);
      }
    });

    rule('S3', `of a ${state} record is a duplicate with the very same payment id too`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, claim, record } = await prepareRecord(store, state);
      const answer = await expectAnswer(store.insertPending(key, claim), 'the second claim');
      expectSame(answer, { outcome: 'duplicate', record }, 'answer to the second claim');
    });

    rule('S3', `of a ${state} record is a duplicate for each of ten that overlap`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, claim, record } = await prepareRecord(store, state);
      const calls = Array.from({ length: 10 }, () => store.insertPending(key, claim));
      const answers = await Promise.all(calls.map((call) => expectAnswer(call, 'an overlapping claim')));
      expectSame(
        answers,
        calls.map(() => ({ outcome: 'duplicate', record })),
        'answers to the claims',
      );
    });

    rule('S3', `of a ${state} record does not let it live longer`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const untouched = await prepareRecord(store, state);
      const { key, claim, record } = await prepareRecord(store, state);
      await clock.advance(900);
      const answer = await expectAnswer(store.insertPending(key, claim), 'the second claim');
      expectSame(answer, { outcome: 'duplicate', record }, 'answer to the second claim');
      await clock.advance(600);
      // When records end is another rule's business: this one is about a record that nobody touched ending first.
      if ((await ending(store.get(untouched.key))).ok) return;
      await expectRejection(store.get(key), GONE, 'reading the record 500 ms after its end');
    });
  }

  rule('S3', 'leaves a pending record to the token of the first claim', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const { key, claim, token, record } = await prepareRecord(store, 'pending');
    await expectAnswer(store.insertPending(key, claim), 'the second claim');
    const response = values().response();
    const settling = store.updateStatus(key, token, { status: 'completed', response });
    await expectAnswer(settling, 'settling with the token of the first claim');
    await expectRecord(store, { ...record, status: 'completed', response }, 'record after settling');
  });

  for (const response of [null, 0, '', false] satisfies JsonValue[]) {
    rule('S3', `of a record completed with ${JSON.stringify(response)} shows that response`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, claim } = await prepareRecord(store, 'completed', { response });
      const record = await expectAnswer(store.get(key), 'reading the record');
      const answer = await expectAnswer(store.insertPending(key, claim), 'the second claim');
      expectSame(answer, { outcome: 'duplicate', record }, 'answer to the second claim');
    });
  }

  for (const first of ['the claim', 'the settling']) {
    rule('S3', `overlapping with the settling, ${first} called first, is a duplicate of either moment`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, claim, token } = await prepareRecord(store, 'pending');
      const early = first === 'the claim' ? store.insertPending(key, claim) : undefined;
      const settling = store.updateStatus(key, token, { status: 'completed', response: values().response() });
      const call = early ?? store.insertPending(key, claim);
      const answer = await expectAnswer(call, 'the overlapping claim');
      await expectAnswer(settling, 'settling');
      expect(answer.outcome, 'outcome of the overlapping claim').toBe('duplicate');
      expect(answer.record.status, 'status in the answer').toBeOneOf(['pending', 'completed']);
      const found = await expectAnswer(store.get(key), 'reading the record after both');
      expect(found.status, 'status after both').toBe('completed');
    });
  }

  rule('S3', 'is a duplicate every time, however often it is repeated', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const { key, claim, record } = await prepareRecord(store, 'pending');
    for (let repeats = 0; repeats < 8; repeats += 1) {
      await clock.advance(100);
      const answer = await expectAnswer(store.insertPending(key, claim), 'a repeated claim');
      expectSame(answer, { outcome: 'duplicate', record }, `answer to repeated claim ${repeats + 1}`);
    }
    expect(await store.size(), 'records held').toBe(1);
  });
});

describe('a claim with another fingerprint', () => {
  for (const state of RECORD_STATES) {
    for (const delayMs of DELAYS_MS) {
      rule('S3', `of a ${state} record ${delayMs} ms after its claim is a mismatch and shows the record`, async () => {
        const { store, clock } = await openStore({ ttlMs: TTL_MS });
        const { key, record } = await prepareRecord(store, state);
        await clock.advance(delayMs);
        const answer = await expectAnswer(store.insertPending(key, values().claim()), 'the other claim');
        expectSame(answer, { outcome: 'mismatch', record }, 'answer to the other claim');
        await expectRecord(store, record, 'record after the mismatch');
      });
    }

    rule('S3', `of a ${state} record is a mismatch with the same payment id too`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, claim, record } = await prepareRecord(store, state);
      const other = { ...claim, fingerprint: values().fingerprint() };
      const answer = await expectAnswer(store.insertPending(key, other), 'the other claim');
      expectSame(answer, { outcome: 'mismatch', record }, 'answer to the other claim');
    });

    rule('S3', `of a ${state} record does not let it live longer`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const untouched = await prepareRecord(store, state);
      const { key, record } = await prepareRecord(store, state);
      await clock.advance(900);
      const answer = await expectAnswer(store.insertPending(key, values().claim()), 'the other claim');
      expectSame(answer, { outcome: 'mismatch', record }, 'answer to the other claim');
      await clock.advance(600);
      // When records end is another rule's business: this one is about a record that nobody touched ending first.
      if ((await ending(store.get(untouched.key))).ok) return;
      await expectRejection(store.get(key), GONE, 'reading the record 500 ms after its end');
    });
  }

  rule('S3', 'of a failed record is a mismatch for each of ten that overlap', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const { key, record } = await prepareRecord(store, 'failed');
    const calls = Array.from({ length: 10 }, () => store.insertPending(key, values().claim()));
    const answers = await Promise.all(calls.map((call) => expectAnswer(call, 'an overlapping claim')));
    expectSame(
      answers,
      calls.map(() => ({ outcome: 'mismatch', record })),
      'answers to the claims',
    );
    await expectRecord(store, record, 'record after the mismatches');
  });

  rule('S3', 'leaves a pending record to the token of the first claim', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const { key, token, record } = await prepareRecord(store, 'pending');
    await expectAnswer(store.insertPending(key, values().claim()), 'the other claim');
    await expectAnswer(
      store.updateStatus(key, token, { status: 'failed' }),
      'settling with the token of the first claim',
    );
    await expectRecord(store, { ...record, status: 'failed' }, 'record after settling');
  });

  rule('S3', 'does not take the key over: the first payload stays the duplicate', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const { key, claim, record } = await prepareRecord(store, 'completed');
    const other = values().claim();
    for (const asked of [other, claim, other, claim]) {
      const answer = await expectAnswer(store.insertPending(key, asked), 'a later claim');
      const outcome = asked === claim ? 'duplicate' : 'mismatch';
      expectSame(answer, { outcome, record }, 'answer to a later claim');
    }
  });
});

/** Fingerprints that are easily taken for each other. */
const LOOKALIKES: readonly (readonly [string, string])[] = [
  ['', ' '],
  ['fp', 'fp '],
  ['fp', 'FP'],
  ['fp', 'fp\u0000'],
  ['abcdef', 'abcdeg'],
  ['abc', 'abcd'],
  ['1', '1.0'],
  ['1', '01'],
  ['0', ''],
  ['null', 'undefined'],
  ['é', 'e\u0301'],
  ['{"a":1,"b":2}', '{"b":2,"a":1}'],
  // The same hash of 32 bits to base 31 each, and the same FNV-1a hash.
  ['order-Aa', 'order-BB'],
  ['costarring', 'liquid'],
];

/** Fingerprints of 20,001 characters, by where they differ. */
const LONG_ONES: Readonly<Record<string, (character: string) => string>> = {
  first: (character) => `${character}${'x'.repeat(20_000)}`,
  middle: (character) => `${'x'.repeat(10_000)}${character}${'x'.repeat(10_000)}`,
  last: (character) => `${'x'.repeat(20_000)}${character}`,
};

describe('fingerprints that look alike', () => {
  for (const [where, make] of Object.entries(LONG_ONES)) {
    rule('S3', `two that differ by the ${where} of 20,001 characters mismatch`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key } = await prepareRecord(store, 'pending', { claim: { ...values().claim(), fingerprint: make('1') } });
      const claim = { ...values().claim(), fingerprint: make('2') };
      const { outcome } = await expectAnswer(store.insertPending(key, claim), 'the other claim');
      expect(outcome, 'outcome of the other claim').toBe('mismatch');
    });
  }

  for (const [one, other] of LOOKALIKES) {
    rule('S3', `${JSON.stringify(one)} and ${JSON.stringify(other)} mismatch each other`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      for (const [held, asked] of [[one, other] as const, [other, one] as const]) {
        const key = values().key();
        const { record } = await claimKey(store, key, { ...values().claim(), fingerprint: held });
        const claim = { ...values().claim(), fingerprint: asked };
        const answer = await expectAnswer(store.insertPending(key, claim), 'the other claim');
        expectSame(answer, { outcome: 'mismatch', record }, 'answer to the other claim');
      }
    });
  }
});
