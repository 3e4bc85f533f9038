import { describe, expect } from 'vitest';
import type { Claim } from '../../../grader/judge/contract.ts';
import { expectAnswer } from '../../../grader/judge/expect-answer.ts';
import { expectMembers, expectSame } from '../../../grader/judge/expect-same.ts';
import { openStore, type StoreUnderTest } from '../../../grader/judge/open-store.ts';
import { drawn, runHistory, type Batch, type Plan } from '../../../grader/judge/overlap-history.ts';
import { expectRecord, prepareRecord, tryClaim, type Inserted } from '../../../grader/judge/prepare-record.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';

const TTL_MS = 1000;

/** Claims the key of a failed record, which must succeed. */
async function reclaim(store: StoreUnderTest, key: string, claim: Claim): Promise<Inserted> {
  const result = await expectAnswer(store.insertPending(key, claim), 'claiming a failed key again');
  expect(result.outcome, 'outcome of claiming a failed key again').toBe('inserted');
  if (result.outcome !== 'inserted') throw new Error('unreachable');
  return result;
}

function withOtherPaymentId(claim: Claim): Claim {
  return { ...claim, paymentId: values().paymentId() };
}

describe('a failed record', () => {
  for (const delayMs of [0, 1, 500, TTL_MS - 10]) {
    for (const offered of ['the same', 'another'] as const) {
      rule('S4', `${delayMs} ms old is claimed again with ${offered} payment id`, async () => {
        const { store, clock } = await openStore({ ttlMs: TTL_MS });
        const { key, claim } = await prepareRecord(store, 'failed');
        await clock.advance(delayMs);
        const now = START + delayMs;
        const { record } = await reclaim(store, key, offered === 'another' ? withOtherPaymentId(claim) : claim);
        const dates = { createdAt: now, expiresAt: now + TTL_MS };
        expectSame(record, { key, status: 'pending', ...claim, ...dates }, 'record of the second claim');
        await expectRecord(store, record, 'record found after the second claim');
      });
    }
  }

  for (const ttlMs of [2, 60_000, 86_400_000, 2_000_000_000]) {
    rule('S4', `gets a whole new life of ${ttlMs} ms`, async () => {
      const { store, clock } = await openStore({ ttlMs });
      const { key, claim } = await prepareRecord(store, 'failed');
      await clock.advance(ttlMs / 2);
      const { record } = await reclaim(store, key, claim);
      const createdAt = START + ttlMs / 2;
      expectMembers(record, { createdAt, expiresAt: createdAt + ttlMs }, 'dates of the second claim');
    });
  }

  rule('S4', 'that was claimed again shortly before its end is live when its first life would have ended', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const { key, claim } = await prepareRecord(store, 'failed');
    await clock.advance(TTL_MS - 10);
    const { record } = await reclaim(store, key, claim);
    for (const ms of [10, 1, 500, 400]) {
      await clock.advance(ms);
      await expectRecord(store, record, 'record after its first life');
    }
  });

  rule('S4', 'keeps a payment id that is the empty string', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const {
      key,
      claim,
      record: first,
    } = await prepareRecord(store, 'failed', {
      claim: { ...values().claim(), paymentId: '' },
    });
    // Whether the first claim takes the id as given is another rule's business.
    if (first.paymentId !== '') return;
    const { record } = await reclaim(store, key, withOtherPaymentId(claim));
    expect(record.paymentId, 'payment id of the second claim').toBe('');
  });

  rule('S4', 'of a clock that has stepped back since gets its dates from the earlier hour', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    clock.set(START + 3_600_000);
    const { key, claim } = await prepareRecord(store, 'failed');
    clock.set(START);
    const { record } = await reclaim(store, key, claim);
    expectMembers(record, { createdAt: START, expiresAt: START + TTL_MS }, 'dates of the second claim');
    await expectRecord(store, record, 'record found after the second claim');
  });

  rule('S4', 'that failed late is claimed again', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const { key, claim, token } = await prepareRecord(store, 'pending');
    await clock.advance(TTL_MS - 20);
    await expectAnswer(store.updateStatus(key, token, { status: 'failed' }), 'settling late');
    await clock.advance(10);
    const { record } = await reclaim(store, key, withOtherPaymentId(claim));
    const now = START + TTL_MS - 10;
    const dates = { createdAt: now, expiresAt: now + TTL_MS };
    expectSame(record, { key, status: 'pending', ...claim, ...dates }, 'record of the second claim');
  });

  rule('S4', 'that answered a mismatch before is claimed again', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const { key, claim } = await prepareRecord(store, 'failed');
    await expectAnswer(store.insertPending(key, values().claim()), 'a claim with another fingerprint');
    const { record } = await reclaim(store, key, claim);
    expectMembers(record, { status: 'pending', ...claim }, 'record of the second claim');
  });

  rule('S4', 'is claimed again beside another failed one, each with its own payment id', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const claim = values().claim();
    const one = await prepareRecord(store, 'failed', { claim });
    const other = await prepareRecord(store, 'failed', { claim: withOtherPaymentId(claim) });
    for (const { key, record } of [other, one]) {
      const again = await reclaim(store, key, withOtherPaymentId(claim));
      expect(again.record.paymentId, 'payment id of the second claim').toBe(record.paymentId);
    }
  });
});

describe('a chain of failures', () => {
  for (const length of [2, 3, 5, 12, 60]) {
    rule('S4', `of ${length} keeps the first payment id and moves the dates each time`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const { key, claim, token } = await prepareRecord(store, 'failed');
      const tokens = [token];
      for (let claims = 1; claims < length; claims += 1) {
        await clock.advance(700);
        const { record, token: next } = await reclaim(store, key, withOtherPaymentId(claim));
        const createdAt = START + claims * 700;
        const dates = { createdAt, expiresAt: createdAt + TTL_MS };
        expectSame(record, { key, status: 'pending', ...claim, ...dates }, `record of claim ${claims + 1}`);
        tokens.push(next);
        await expectAnswer(store.updateStatus(key, next, { status: 'failed' }), 'settling with the latest token');
      }
      expect(new Set(tokens).size, 'different tokens').toBe(length);
    });
  }
});

describe('a key in its second life', () => {
  for (const state of ['completed', 'failed'] as const) {
    rule('S4', `after a ${state} record keeps the payment id of that life when it fails`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const { key, claim } = await prepareRecord(store, state);
      if (state === 'failed') await reclaim(store, key, claim);
      await clock.advance(TTL_MS);
      const second = withOtherPaymentId(claim);
      const held = await tryClaim(store, key, second);
      // That a key has a new life, with the payment id of its claim, is the rule of expiry.
      if (held === undefined || held.record.paymentId !== second.paymentId) return;
      await expectAnswer(store.updateStatus(key, held.token, { status: 'failed' }), 'settling as failed');
      const { record } = await reclaim(store, key, withOtherPaymentId(claim));
      expect(record.paymentId, 'payment id of the second claim of that life').toBe(second.paymentId);
    });
  }
});

describe('a record that was claimed again', () => {
  for (const status of ['completed', 'failed'] as const) {
    rule('S4', `is settled as ${status} with its new token`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, claim } = await prepareRecord(store, 'failed');
      const { token } = await reclaim(store, key, claim);
      const outcome = status === 'failed' ? { status } : { status, response: values().response() };
      await expectAnswer(store.updateStatus(key, token, outcome), 'settling with the new token');
      expectMembers(await expectAnswer(store.get(key), 'reading the record'), outcome, 'record after settling');
    });
  }

  rule('S4', 'is a duplicate for the same payload', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const { key, claim } = await prepareRecord(store, 'failed');
    const { record } = await reclaim(store, key, claim);
    await clock.advance(10);
    const answer = await expectAnswer(store.insertPending(key, withOtherPaymentId(claim)), 'the third claim');
    expectSame(answer, { outcome: 'duplicate', record }, 'answer to the third claim');
  });

  rule('S4', 'is a mismatch for another payload', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const { key, claim } = await prepareRecord(store, 'failed');
    const { record } = await reclaim(store, key, claim);
    const answer = await expectAnswer(store.insertPending(key, values().claim()), 'the third claim');
    expectSame(answer, { outcome: 'mismatch', record }, 'answer to the third claim');
  });

  rule('S4', 'and completed is not claimed a third time', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const { key, claim } = await prepareRecord(store, 'failed');
    const { token } = await reclaim(store, key, claim);
    const response = values().response();
    await expectAnswer(store.updateStatus(key, token, { status: 'completed', response }), 'settling the second claim');
    const answer = await expectAnswer(store.insertPending(key, claim), 'the third claim');
    expect(answer.outcome, 'outcome of the third claim').toBe('duplicate');
    expectMembers(answer.record, { status: 'completed', response }, 'record in the answer to the third claim');
  });

  rule('S4', 'leaves other records as they are', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const claim = values().claim();
    const others = [
      await prepareRecord(store, 'failed', { claim }),
      await prepareRecord(store, 'completed', { claim }),
    ];
    const { key } = await prepareRecord(store, 'failed', { claim });
    await clock.advance(10);
    await reclaim(store, key, claim);
    for (const { record } of others) await expectRecord(store, record, `a ${record.status} record beside it`);
  });
});

describe('overlapping claims of a failed record', () => {
  for (const callers of [2, 3, 10, 50]) {
    rule('S4', `${callers} of them get it going again under its old payment id`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const { key, claim } = await prepareRecord(store, 'failed');
      await clock.advance(10);
      const calls = Array.from({ length: callers }, () => store.insertPending(key, withOtherPaymentId(claim)));
      const results = await Promise.all(calls.map((call) => expectAnswer(call, 'an overlapping claim')));
      expect(
        results.map(({ outcome }) => outcome),
        'outcomes of the claims',
      ).toContain('inserted');
      const records = new Set(
        results.map(({ record }) => `${record.paymentId}, ${record.status} since ${record.createdAt}`),
      );
      expectSame([...records], [`${claim.paymentId}, pending since ${START + 10}`], 'records in the answers');
    });
  }
});

describe('histories of claims after a failure', () => {
  for (let number = 1; number <= 10; number += 1) {
    rule('S4', `history ${number}: some order of the overlapping calls explains every answer`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const reads = drawn([{ do: 'get' }], 1 + (number % 3));
      const failure: Plan = { do: 'settle', as: 'failed', with: 'latest' };
      // One claim at a time: which of several wins is another rule's business.
      const again: Batch = { afterMs: 10 * number, plans: values().shuffled<Plan>([{ do: 'claim' }, ...reads]) };
      const failing: Batch = { afterMs: 10, plans: values().shuffled<Plan>([failure, ...reads]) };
      await runHistory(store, TTL_MS, [{ plans: [{ do: 'claim' }] }, failing, again, failing, again]);
    });
  }
});
