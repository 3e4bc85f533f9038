import { describe } from 'vitest';
import type { PaymentOutcome } from '../../../grader/judge/contract.ts';
import { ending, expectAnswer, expectRejection, GONE, keyNamedIn } from '../../../grader/judge/expect-answer.ts';
import { expectMembers, expectSame } from '../../../grader/judge/expect-same.ts';
import { openStore, type StoreUnderTest } from '../../../grader/judge/open-store.ts';
import {
  claimKey,
  expectRecord,
  prepareRecord,
  RECORD_STATES,
  tryClaim,
  type PreparedRecord,
} from '../../../grader/judge/prepare-record.ts';
import { rule, values } from '../../../grader/judge/suite.ts';
import { claimSteadily } from '../../../grader/judge/traffic.ts';

const TTL_MS = 1000;
const OUTCOMES = ['completed', 'failed'] as const;

function outcomeAs(status: PaymentOutcome['status']): PaymentOutcome {
  return status === 'failed' ? { status } : { status, response: values().response() };
}

/** Shows that the store does settle records, so that a refusal means something. */
async function settleAnother(store: StoreUnderTest): Promise<void> {
  const { record } = await prepareRecord(store, 'completed');
  await expectRecord(store, record, 'a record that was settled as it should be');
}

describe('settling a key that was never claimed', () => {
  for (const status of OUTCOMES) {
    rule('S5', `as ${status} rejects with NOT_FOUND and leaves nothing behind`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const key = values().key();
      await expectRejection(store.updateStatus(key, 'token', outcomeAs(status)), ['NOT_FOUND'], 'settling');
      await expectRejection(store.get(key), ['NOT_FOUND'], 'reading the key');
      await settleAnother(store);
    });

    rule('S5', `as ${status} rejects with NOT_FOUND for the token of another key`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, token, record } = await prepareRecord(store, 'pending');
      const call = store.updateStatus(`${key}x`, token, outcomeAs(status));
      await expectRejection(call, ['NOT_FOUND'], 'settling');
      await expectRecord(store, record, 'the record that the token belongs to');
      await settleAnother(store);
    });
  }

  rule('S5', 'names the key in the error', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    await settleAnother(store);
    const key = values().key();
    const end = await ending(store.updateStatus(key, 'token', outcomeAs('failed')));
    expectSame(keyNamedIn(end), key, 'key that the error names');
  });
});

describe('every refusal to settle', () => {
  rule('S5', 'names the key in the error: a stale token, a final record', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const { key, token } = await prepareRecord(store, 'completed');
    for (const used of [`${token}?`, token]) {
      const end = await ending(store.updateStatus(key, used, outcomeAs('failed')));
      expectSame(keyNamedIn(end), key, 'key that the error names');
    }
  });

  rule('S5', 'names the key in the error: an expired record', async () => {
    const { store, clock } = await openStore({ ttlMs: TTL_MS });
    const untouched = await prepareRecord(store, 'pending');
    const { key, token } = await prepareRecord(store, 'pending');
    await clock.advance(TTL_MS + 500);
    // Whether records end at all is another rule's business.
    if ((await ending(store.get(untouched.key))).ok) return;
    const end = await ending(store.updateStatus(key, token, outcomeAs('failed')));
    expectSame(keyNamedIn(end), key, 'key that the error names');
  });
});

/** Tokens that were never given out for a record, made from what is known about it. */
const WRONG_TOKENS: Readonly<Record<string, (prepared: PreparedRecord) => string>> = {
  'an empty token': () => '',
  'the key': ({ key }) => key,
  'the payment id': ({ claim }) => claim.paymentId,
  'the fingerprint': ({ claim }) => claim.fingerprint,
  'the word undefined': () => 'undefined',
  'the token with a blank behind it': ({ token }) => `${token} `,
  'the token without its last character': ({ token }) => token.slice(0, -1),
  'a name of Object.prototype': () => 'constructor',
};

describe('settling with a token that nobody was given', () => {
  for (const [what, wrongToken] of Object.entries(WRONG_TOKENS)) {
    rule('S5', `rejects with STALE_CLAIM: ${what}`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const prepared = await prepareRecord(store, 'pending');
      const { key, token, record } = prepared;
      const guess = wrongToken(prepared);
      // A store may make its tokens of anything.
      const wrong = guess === token ? `${guess}?` : guess;
      const call = store.updateStatus(key, wrong, outcomeAs('completed'));
      await expectRejection(call, ['STALE_CLAIM'], 'settling');
      await expectRecord(store, record, 'record after the refusal');
      await expectAnswer(store.updateStatus(key, token, outcomeAs('failed')), 'settling with the right token');
    });
  }
});

describe('settling with the token of another key', () => {
  for (const state of RECORD_STATES) {
    rule('S5', `rejects with STALE_CLAIM when that key is ${state}`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const other = await prepareRecord(store, state);
      const { key, token, record } = await prepareRecord(store, 'pending');
      const call = store.updateStatus(key, other.token, outcomeAs('completed'));
      await expectRejection(call, ['STALE_CLAIM'], 'settling');
      await expectRecord(store, other.record, 'the record that the token belongs to');
      await expectRecord(store, record, 'the record of the key');
      await expectAnswer(store.updateStatus(key, token, outcomeAs('failed')), 'settling with the right token');
    });
  }
});

describe('settling what is settled', () => {
  for (const state of OUTCOMES) {
    for (const status of OUTCOMES) {
      rule('S5', `as ${state}, again as ${status}, rejects with ALREADY_FINAL and changes nothing`, async () => {
        const { store, clock } = await openStore({ ttlMs: TTL_MS });
        const { key, token, record } = await prepareRecord(store, state);
        await clock.advance(10);
        await expectRejection(store.updateStatus(key, token, outcomeAs(status)), ['ALREADY_FINAL'], 'settling again');
        await expectRecord(store, record, 'record after the refusal');
      });

      rule('S5', `as ${state}, again as ${status} with a wrong token, rejects with STALE_CLAIM`, async () => {
        const { store } = await openStore({ ttlMs: TTL_MS });
        const { key, token, record } = await prepareRecord(store, state);
        const call = store.updateStatus(key, `${token}?`, outcomeAs(status));
        await expectRejection(call, ['STALE_CLAIM'], 'settling again');
        await expectRecord(store, record, 'record after the refusal');
      });
    }

    rule('S5', `as ${state}, again with the very same outcome, rejects with ALREADY_FINAL every time`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, token, record } = await prepareRecord(store, 'pending');
      const outcome = outcomeAs(state);
      await expectAnswer(store.updateStatus(key, token, outcome), 'settling');
      for (let repeats = 0; repeats < 3; repeats += 1) {
        await expectRejection(store.updateStatus(key, token, outcome), ['ALREADY_FINAL'], 'settling again');
      }
      await expectRecord(store, { ...record, ...outcome }, 'record after the refusals');
    });
  }
});

describe('settling an expired record', () => {
  for (const state of RECORD_STATES) {
    for (const tokenKind of ['its own', 'a wrong'] as const) {
      for (const [when, lateMs] of [
        ['at its very end', 0],
        ['500 ms after its end', 500],
      ] as const) {
        rule('S5', `that was ${state} with ${tokenKind} token finds it gone ${when}`, async () => {
          const { store, clock } = await openStore({ ttlMs: TTL_MS });
          const untouched = await prepareRecord(store, state);
          const { key, token } = await prepareRecord(store, state);
          await clock.advance(TTL_MS + lateMs);
          // When records end, and whether they do, is another rule's business.
          if ((await ending(store.get(untouched.key))).ok) return;
          const used = tokenKind === 'its own' ? token : `${token}?`;
          await expectRejection(store.updateStatus(key, used, outcomeAs('completed')), GONE, 'settling');
          await settleAnother(store);
        });
      }
    }

    rule(
      'S5',
      `that was ${state} finds it gone after claims of other keys, whether it was dropped or not`,
      async () => {
        const { store, clock } = await openStore({ ttlMs: TTL_MS });
        const untouched = await prepareRecord(store, state);
        const { key, token } = await prepareRecord(store, state);
        await clock.advance(TTL_MS);
        await claimSteadily({ store, claims: 10, everyMs: 0 });
        if ((await ending(store.get(untouched.key))).ok) return;
        await expectRejection(store.updateStatus(key, token, outcomeAs('completed')), GONE, 'settling');
        await settleAnother(store);
      },
    );
  }
});

/** Brings a failed key into a second claim; `undefined` where the store does not do that with a new token, which other rules judge. */
async function claimTwice(
  store: StoreUnderTest,
): Promise<{ readonly first: PreparedRecord; readonly token: string } | undefined> {
  const first = await prepareRecord(store, 'failed');
  const second = await tryClaim(store, first.key, first.claim);
  return second === undefined || second.token === first.token ? undefined : { first, token: second.token };
}

describe('settling with the token of an earlier claim', () => {
  for (const status of OUTCOMES) {
    rule('S5', `as ${status} rejects with STALE_CLAIM while the second claim is pending`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const claimed = await claimTwice(store);
      if (claimed === undefined) return;
      const { first, token } = claimed;
      const call = store.updateStatus(first.key, first.token, outcomeAs(status));
      await expectRejection(call, ['STALE_CLAIM'], 'settling with the old token');
      await expectRecord(store, { ...first.record, status: 'pending' }, 'record after the refusal');
      await expectAnswer(store.updateStatus(first.key, token, outcomeAs(status)), 'settling with the new token');
    });

    rule('S5', `rejects with STALE_CLAIM when the second claim is settled as ${status}`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const claimed = await claimTwice(store);
      if (claimed === undefined) return;
      const { first, token } = claimed;
      await expectAnswer(store.updateStatus(first.key, token, outcomeAs(status)), 'settling with the new token');
      const late = store.updateStatus(first.key, first.token, outcomeAs('completed'));
      await expectRejection(late, ['STALE_CLAIM'], 'settling with the old token');
      const again = store.updateStatus(first.key, token, outcomeAs('completed'));
      await expectRejection(again, ['ALREADY_FINAL'], 'settling with the new token again');
    });
  }

  rule('S5', 'rejects with STALE_CLAIM for every claim of a long chain but the latest', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const { key, claim, token } = await prepareRecord(store, 'failed');
    const old = [token];
    for (let claims = 1; claims < 6; claims += 1) {
      const next = await tryClaim(store, key, claim);
      if (next === undefined || old.includes(next.token)) return;
      for (const stale of old) {
        await expectRejection(store.updateStatus(key, stale, outcomeAs('completed')), ['STALE_CLAIM'], 'an old token');
      }
      await expectAnswer(store.updateStatus(key, next.token, outcomeAs('failed')), 'settling with the latest token');
      old.push(next.token);
    }
  });

  for (const state of RECORD_STATES) {
    rule('S5', `rejects with STALE_CLAIM when a ${state} record has expired and the key is claimed anew`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const { key, token } = await prepareRecord(store, state);
      await clock.advance(TTL_MS + 500);
      const next = await tryClaim(store, key, values().claim());
      if (next === undefined || next.token === token) return;
      await expectRejection(store.updateStatus(key, token, outcomeAs('completed')), ['STALE_CLAIM'], 'the old token');
      await expectRecord(store, next.record, 'record after the refusal');
      await expectAnswer(store.updateStatus(key, next.token, outcomeAs('failed')), 'settling with the new token');
    });
  }

  rule('S5', 'overlapping with the new one leaves the record to the new one', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const claimed = await claimTwice(store);
    if (claimed === undefined) return;
    const { first, token } = claimed;
    const late = store.updateStatus(first.key, first.token, outcomeAs('failed'));
    const outcome = outcomeAs('completed');
    const settled = store.updateStatus(first.key, token, outcome);
    await expectRejection(late, ['STALE_CLAIM'], 'settling with the old token');
    await expectAnswer(settled, 'settling with the new token');
    await expectRecord(store, { ...first.record, ...outcome }, 'record after both');
  });

  rule('S5', 'of a claim that was turned down never existed: the first token stays the latest', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const key = values().key();
    const { token } = await claimKey(store, key, values().claim());
    await ending(store.insertPending(key, values().claim()));
    const outcome = outcomeAs('completed');
    await expectAnswer(store.updateStatus(key, token, outcome), 'settling with the first token');
    expectMembers(await expectAnswer(store.get(key), 'reading the record'), outcome, 'record after settling');
  });

  for (const first of ['the settling', 'the claim']) {
    rule(
      'S5',
      `overlapping with the second claim, ${first} called first, does not touch the second claim`,
      async () => {
        const { store } = await openStore({ ttlMs: TTL_MS });
        const { key, claim, token } = await prepareRecord(store, 'failed');
        const early = first === 'the claim' ? store.insertPending(key, claim) : undefined;
        const late = store.updateStatus(key, token, outcomeAs('completed'));
        const second = await expectAnswer(early ?? store.insertPending(key, claim), 'the second claim');
        if (second.outcome !== 'inserted' || second.token === token) return;
        await expectRejection(late, ['ALREADY_FINAL', 'STALE_CLAIM'], 'settling with the old token');
        await expectRecord(store, second.record, 'record after both');
        await expectAnswer(store.updateStatus(key, second.token, outcomeAs('failed')), 'settling with the new token');
      },
    );
  }
});
