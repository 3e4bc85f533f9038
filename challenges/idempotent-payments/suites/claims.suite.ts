import { describe, expect } from 'vitest';
import { expectAnswer } from '../../../grader/judge/expect-answer.ts';
import { expectMembers, expectSame } from '../../../grader/judge/expect-same.ts';
import { caseClock, openStore } from '../../../grader/judge/open-store.ts';
import { claimKey, expectRecord, prepareRecord, RECORD_STATES } from '../../../grader/judge/prepare-record.ts';
import { rule, START, values } from '../../../grader/judge/suite.ts';

const INSTANTS = [0, START, START + 0.5, 4_102_444_800_000];
const TTLS_MS = [1, 60_000, 86_400_000, 2_000_000_000];

describe('a claim of a free key', () => {
  for (const instant of INSTANTS) {
    for (const ttlMs of TTLS_MS) {
      rule('S1', `at ${instant} with a ttl of ${ttlMs} ms inserts a pending record with these dates`, async () => {
        caseClock().set(instant);
        const { store } = await openStore({ ttlMs });
        const key = values().key();
        const claim = values().claim();
        const { record } = await claimKey(store, key, claim);
        const dates = { createdAt: instant, expiresAt: instant + ttlMs };
        expectSame(record, { key, status: 'pending', ...claim, ...dates }, 'record of the claim');
      });
    }
  }

  rule('S1', 'leaves the record that it answered with', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const { record } = await claimKey(store, values().key(), values().claim());
    await clock.advance(500);
    await expectRecord(store, record, 'record found after the claim');
  });

  rule('S1', 'counts its time from the claim, not from when the store was opened', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    await clock.advance(5000);
    const { record } = await claimKey(store, values().key(), values().claim());
    expectMembers(record, { createdAt: START + 5000, expiresAt: START + 6000 }, 'dates of the claim');
  });
});

const ODD_TEXTS: Readonly<Record<string, string>> = {
  'an empty string': '',
  'a blank': ' ',
  'JSON text': '{"amount":100,"currency":"EUR"}',
  'a name of Object.prototype': 'constructor',
  'accents and emoji': 'dé\u0301jà 💶',
  'line breaks': 'a\nb\r\n\u0000c',
  'a number': '0',
};

describe('what a claim brings along', () => {
  for (const [what, text] of Object.entries(ODD_TEXTS)) {
    rule('S1', `is taken as given: a fingerprint that is ${what}`, async () => {
      const { store } = await openStore({ ttlMs: 1000 });
      const claim = { ...values().claim(), fingerprint: text };
      const { record } = await claimKey(store, values().key(), claim);
      expectMembers(record, claim, 'record of the claim');
      await expectRecord(store, record, 'record found after the claim');
    });

    rule('S1', `is taken as given: a payment id that is ${what}`, async () => {
      const { store } = await openStore({ ttlMs: 1000 });
      const claim = { ...values().claim(), paymentId: text };
      const { record } = await claimKey(store, values().key(), claim);
      expectMembers(record, claim, 'record of the claim');
      await expectRecord(store, record, 'record found after the claim');
    });
  }

  rule('S1', 'is taken as given: a fingerprint of 20,000 characters', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    const claim = { ...values().claim(), fingerprint: values().fingerprint().padEnd(20_000, 'xyz') };
    const { record } = await claimKey(store, values().key(), claim);
    expect(record.fingerprint === claim.fingerprint, 'whether the fingerprint is the one given').toBe(true);
  });
});

describe('claims of different keys', () => {
  rule('S1', 'are all inserted, each with its own claim, when 100 of them overlap', async () => {
    const { store } = await openStore({ ttlMs: 1000 });
    const wanted = Array.from({ length: 100 }, () => ({ key: values().key(), claim: values().claim() }));
    const claims = wanted.map(({ key, claim }) => store.insertPending(key, claim));
    const results = await Promise.all(claims.map((claim) => expectAnswer(claim, 'claiming a free key')));
    const seen = results.map(({ outcome, record: { key, fingerprint, paymentId } }) => ({
      ...{ outcome, key, fingerprint, paymentId },
    }));
    expectSame(
      seen,
      wanted.map(({ key, claim }) => ({ outcome: 'inserted', key, ...claim })),
      'the claims of 100 keys',
    );
  });

  rule('S1', 'are all inserted when they bring the same fingerprint and payment id', async () => {
    const { store, clock } = await openStore({ ttlMs: 1000 });
    const claim = values().claim();
    for (let claims = 0; claims < 5; claims += 1) {
      const key = values().key();
      const { record } = await claimKey(store, key, claim);
      expectMembers(record, { key, createdAt: START + claims * 10 }, `record of claim ${claims + 1}`);
      await clock.advance(10);
    }
  });

  for (const state of RECORD_STATES) {
    rule('S1', `are inserted beside a ${state} record, which stays as it is`, async () => {
      const { store, clock } = await openStore({ ttlMs: 1000 });
      const other = await prepareRecord(store, state);
      await clock.advance(10);
      await claimKey(store, `${other.key}x`, values().claim());
      await claimKey(store, other.key.slice(0, -1), other.claim);
      await expectRecord(store, other.record, `the ${state} record beside the claims`);
    });
  }
});
