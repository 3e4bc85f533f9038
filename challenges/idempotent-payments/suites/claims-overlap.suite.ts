import { describe, expect } from 'vitest';
import type { Claim, InsertResult } from '../../../grader/judge/contract.ts';
import { codeOf, ending, expectAnswer } from '../../../grader/judge/expect-answer.ts';
import { expectSame } from '../../../grader/judge/expect-same.ts';
import { openStore, type StoreUnderTest } from '../../../grader/judge/open-store.ts';
import { drawn, runHistory } from '../../../grader/judge/overlap-history.ts';
import { prepareRecord, type RecordState } from '../../../grader/judge/prepare-record.ts';
import { rule, values } from '../../../grader/judge/suite.ts';

/** Who asks for what: the fingerprint of the caller with this number, of those given. */
const MIXES: Readonly<Record<string, (caller: number, one: string, other: string) => string>> = {
  'with one payload': (_, one) => one,
  'with two payloads in turn': (caller, one, other) => (caller % 2 === 0 ? one : other),
  'with a payload each': (caller, one) => `${one} ${caller}`,
};

async function claimAtOnce(store: StoreUnderTest, key: string, claims: readonly Claim[]): Promise<InsertResult[]> {
  const calls = claims.map((claim) => store.insertPending(key, claim));
  return Promise.all(calls.map((call) => expectAnswer(call, 'an overlapping claim')));
}

function claimsOf(callers: number, fingerprintOf: (caller: number) => string): Claim[] {
  return Array.from({ length: callers }, (_, caller) => ({
    fingerprint: fingerprintOf(caller),
    paymentId: values().paymentId(),
  }));
}

function countInserted(results: readonly InsertResult[]): number {
  return results.filter(({ outcome }) => outcome === 'inserted').length;
}

function expectOneWinner(results: readonly InsertResult[], claims: readonly Claim[]): void {
  expect(countInserted(results), `inserted claims of ${claims.length}`).toBe(1);
  const winner = claims[results.findIndex(({ outcome }) => outcome === 'inserted')];
  const owners = new Set(results.map(({ record }) => record.paymentId));
  expectSame([...owners], [winner?.paymentId], "payment ids in the answers, all the winner's");
}

describe('overlapping claims of a free key', () => {
  for (const callers of [2, 3, 10, 50]) {
    for (const [mix, fingerprintOf] of Object.entries(MIXES)) {
      rule('S2', `${callers} ${mix}: exactly one is inserted`, async () => {
        const { store } = await openStore({ ttlMs: 1000 });
        const key = values().key();
        const [one, other] = [values().fingerprint(), values().fingerprint()];
        const claims = claimsOf(callers, (caller) => fingerprintOf(caller, one, other));
        const results = await claimAtOnce(store, key, claims);
        expectOneWinner(results, claims);
        const winner = results.find(({ outcome }) => outcome === 'inserted');
        const found = await expectAnswer(store.get(key), 'reading the key after the claims');
        expectSame(found.paymentId, winner?.record.paymentId, 'payment id of the record after the claims');
      });
    }
  }

  rule('S2', 'two hundred with one payload: exactly one is inserted', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    const fingerprint = values().fingerprint();
    const claims = claimsOf(200, () => fingerprint);
    expectOneWinner(await claimAtOnce(store, values().key(), claims), claims);
  });

  rule('S3', "those that are turned down leave the winner's token as it is", async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    const key = values().key();
    const fingerprint = values().fingerprint();
    const results = await claimAtOnce(
      store,
      key,
      claimsOf(10, () => fingerprint),
    );
    // That there is exactly one winner is the rule of atomic claims.
    if (countInserted(results) !== 1) return;
    for (const result of results) {
      if (result.outcome !== 'inserted') continue;
      const response = values().response();
      const end = await ending(store.updateStatus(key, result.token, { status: 'completed', response }));
      expect(end.ok ? null : codeOf(end.error), "code of the winner's settling").not.toBe('STALE_CLAIM');
    }
  });

  rule('S2', 'ten of each of five keys, mixed: one is inserted for each key', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    const keys = Array.from({ length: 5 }, () => values().key());
    const claim = values().claim();
    const order = values().shuffled(keys.flatMap((key) => Array.from({ length: 10 }, () => key)));
    const calls = order.map((key) => store.insertPending(key, claim));
    const results = await Promise.all(calls.map((call) => expectAnswer(call, 'an overlapping claim')));
    for (const key of keys) {
      const own = results.filter((_, index) => order[index] === key);
      expect(countInserted(own), 'inserted claims of 10 of one key').toBe(1);
    }
  });

  rule('S2', 'three each time, key after key: always exactly one is inserted', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    for (let round = 0; round < 20; round += 1) {
      const claims = claimsOf(3, () => 'fingerprint of all');
      expectOneWinner(await claimAtOnce(store, values().key(), claims), claims);
    }
  });

  rule('S2', 'ten with other calls of the store between them: exactly one is inserted', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    const key = values().key();
    const fingerprint = values().fingerprint();
    const other = values().key();
    const claims = claimsOf(10, () => fingerprint);
    const calls = claims.map((claim) => {
      const between = [
        ending(store.get(key)),
        store.size(),
        ending(store.updateStatus(other, 'token', { status: 'failed' })),
      ];
      return { claimed: store.insertPending(key, claim), between };
    });
    const results = await Promise.all(calls.map(({ claimed }) => expectAnswer(claimed, 'an overlapping claim')));
    await Promise.all(calls.flatMap(({ between }) => between));
    expectOneWinner(results, claims);
  });
});

/** The states of a record whose key may be claimed, with how long ago that record was made; its lifetime is 1,000 ms. */
const CLAIMABLE: readonly { readonly what: string; readonly state: RecordState; readonly agoMs: number }[] = [
  { what: 'a failed record', state: 'failed', agoMs: 10 },
  { what: 'an expired pending record', state: 'pending', agoMs: 2000 },
  { what: 'an expired completed record', state: 'completed', agoMs: 2000 },
  { what: 'an expired failed record', state: 'failed', agoMs: 2000 },
];

describe('overlapping claims of a key that was claimed before', () => {
  for (const { what, state, agoMs } of CLAIMABLE) {
    for (const callers of [2, 10]) {
      rule('S2', `${callers} of ${what}: no more than one is inserted`, async () => {
        const { store, clock } = await openStore({ ttlMs: 1000 });
        const { key, claim } = await prepareRecord(store, state);
        await clock.advance(agoMs);
        const results = await claimAtOnce(
          store,
          key,
          claimsOf(callers, () => claim.fingerprint),
        );
        expect(countInserted(results), `inserted claims of ${callers}`).toBeLessThanOrEqual(1);
        const owners = new Set(results.map(({ record }) => `${record.paymentId} ${record.createdAt}`));
        expect(owners.size, 'different records in the answers').toBe(1);
      });
    }
  }
});

describe('histories of overlapping claims', () => {
  for (let number = 1; number <= 14; number += 1) {
    rule('S2', `history ${number}: some order of the claims and reads explains every answer`, async () => {
      const { store } = await openStore({ ttlMs: 1000 });
      const calls = 3 + (number % 3);
      const plans = drawn([{ do: 'claim' }, { do: 'claim' }, { do: 'get' }], calls);
      const later = drawn([{ do: 'claim' }, { do: 'get' }], 3);
      await runHistory(store, 1000, [{ plans: [{ do: 'claim' }, ...plans] }, { plans: later }]);
    });
  }
});
