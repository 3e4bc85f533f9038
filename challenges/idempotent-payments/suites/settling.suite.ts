import { describe } from 'vitest';
import type { JsonValue, PaymentOutcome } from '../../../grader/judge/contract.ts';
import { ending, codeOf, expectAnswer, expectRejection, GONE } from '../../../grader/judge/expect-answer.ts';
import { expectSame } from '../../../grader/judge/expect-same.ts';
import { openStore } from '../../../grader/judge/open-store.ts';
import { drawn, runHistory, type Batch, type Plan } from '../../../grader/judge/overlap-history.ts';
import { expectRecord, prepareRecord } from '../../../grader/judge/prepare-record.ts';
import { rule, values } from '../../../grader/judge/suite.ts';

const TTL_MS = 1000;

const RESPONSES: Readonly<Record<string, JsonValue>> = {
  null: null,
  zero: 0,
  false: false,
  true: true,
  'an empty string': '',
  'a string': 'approved',
  'a string with accents, emoji and line breaks': 'reçu 💶\n"ok"\u0000',
  'a string of 50,000 characters': 'receipt '.repeat(6_250),
  'a fraction': -12.345,
  'the largest number': Number.MAX_VALUE,
  'the smallest number': Number.MIN_VALUE,
  'the largest safe integer': Number.MAX_SAFE_INTEGER,
  'an empty array': [],
  'an empty object': {},
  'an array with gaps in its meaning': [null, 0, '', false, [], {}],
  'an array of 2,000 numbers': Array.from({ length: 2000 }, (_, index) => index),
  'an object with falsy members': { a: null, b: 0, c: '', d: false },
  'an object that looks like a record': { key: 'k', status: 'failed', response: { status: 'pending' }, expiresAt: 0 },
  'an object with names of Object.prototype': { constructor: 1, toString: 2, hasOwnProperty: 3, valueOf: 4 },
  'an object with a member called then': { then: 'no promise' },
  'a nested value': {
    receipt: {
      lines: [
        { amount: 1, tax: [0.19, null] },
        { amount: 2, tax: [] },
      ],
    },
  },
};

/** A value nested 30 levels deep. */
function deepValue(): JsonValue {
  return Array.from({ length: 30 }).reduce<JsonValue>((inner, _, level) => ({ [`level ${level}`]: [inner] }), 'deep');
}

describe('settling as completed', () => {
  for (const [what, response] of Object.entries({ ...RESPONSES, 'a value nested 30 levels deep': deepValue() })) {
    rule('S5', `keeps the response: ${what}`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, token, record } = await prepareRecord(store, 'pending');
      await expectAnswer(store.updateStatus(key, token, { status: 'completed', response }), 'settling');
      await expectRecord(store, { ...record, status: 'completed', response }, 'record after settling');
    });
  }

  rule('S5', 'of many keys in one turn keeps each response with its key', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const pending = await Promise.all(Array.from({ length: 20 }, () => prepareRecord(store, 'pending')));
    const settlings = pending.map(({ key, token, record }) => {
      const response = values().response();
      const call = store.updateStatus(key, token, { status: 'completed', response });
      return { call, record: { ...record, status: 'completed' as const, response } };
    });
    for (const { call } of settlings) await expectAnswer(call, 'settling one of 20');
    for (const { record } of settlings) await expectRecord(store, record, 'record of one of 20');
  });
});

/** An outcome of either kind. */
function outcomeAs(status: PaymentOutcome['status']): PaymentOutcome {
  return status === 'failed' ? { status } : { status, response: values().response() };
}

describe('settling', () => {
  for (const status of ['completed', 'failed'] as const) {
    for (const delayMs of [0, 1, 500, TTL_MS - 1]) {
      rule('S5', `as ${status} ${delayMs} ms after the claim changes nothing but the outcome`, async () => {
        const { store, clock } = await openStore({ ttlMs: TTL_MS });
        const { key, token, record } = await prepareRecord(store, 'pending');
        await clock.advance(delayMs);
        const outcome = outcomeAs(status);
        await expectAnswer(store.updateStatus(key, token, outcome), 'settling');
        await expectRecord(store, { ...record, ...outcome }, 'record after settling');
      });
    }

    rule('S5', `as ${status} does not let a record live longer`, async () => {
      const { store, clock } = await openStore({ ttlMs: TTL_MS });
      const untouched = await prepareRecord(store, status);
      const { key, token } = await prepareRecord(store, 'pending');
      await clock.advance(900);
      await expectAnswer(store.updateStatus(key, token, outcomeAs(status)), 'settling');
      await clock.advance(600);
      // When records end is another rule's business: this one is about a record settled at once ending first.
      if ((await ending(store.get(untouched.key))).ok) return;
      await expectRejection(store.get(key), GONE, 'reading the record 500 ms after its end');
    });

    rule('S5', `as ${status} leaves other records as they are`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, token, claim } = await prepareRecord(store, 'pending');
      const others = [
        await prepareRecord(store, 'pending', { claim }),
        await prepareRecord(store, 'completed', { claim }),
        await prepareRecord(store, 'failed', { claim }),
      ];
      await expectAnswer(store.updateStatus(key, token, outcomeAs(status)), 'settling');
      for (const { record } of others) await expectRecord(store, record, `a ${record.status} record beside it`);
    });
  }

  rule('S5', 'works after a wrong token was turned down', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const { key, token, record } = await prepareRecord(store, 'pending');
    await expectRejection(store.updateStatus(key, `${token}?`, outcomeAs('failed')), ['STALE_CLAIM'], 'a wrong token');
    const outcome = outcomeAs('completed');
    await expectAnswer(store.updateStatus(key, token, outcome), 'settling with the right token');
    await expectRecord(store, { ...record, ...outcome }, 'record after settling');
  });
});

describe('overlapping settlings of one claim', () => {
  for (const statuses of [
    ['completed', 'completed'],
    ['completed', 'failed'],
    ['failed', 'completed'],
    ['failed', 'failed'],
    ['completed', 'failed', 'completed', 'failed', 'completed', 'completed'],
  ] as const) {
    rule('S5', `as ${statuses.join(', ')}: one settles it, the others come too late`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const { key, token, record } = await prepareRecord(store, 'pending');
      const calls = statuses.map((status) => {
        const outcome = outcomeAs(status);
        return { outcome, call: store.updateStatus(key, token, outcome) };
      });
      const ends = [];
      for (const { outcome, call } of calls) ends.push({ outcome, end: await ending(call) });
      const refused = ends.flatMap(({ end }) => (end.ok ? [] : [codeOf(end.error)]));
      expectSame(
        refused,
        statuses.slice(1).map(() => 'ALREADY_FINAL'),
        'the settlings that were turned down',
      );
      const winner = ends.find(({ end }) => end.ok);
      await expectRecord(store, { ...record, ...winner?.outcome }, 'record after settling');
    });
  }
});

const SETTLINGS: readonly Plan[] = [
  { do: 'settle', as: 'completed', with: 'latest' },
  { do: 'settle', as: 'failed', with: 'latest' },
  { do: 'settle', as: 'failed', with: 'unknown' },
  { do: 'get' },
];

describe('histories of overlapping settlings', () => {
  for (let number = 1; number <= 16; number += 1) {
    rule('S5', `history ${number}: some order of the overlapping calls explains every answer`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const sure: readonly Plan[] = [{ do: 'settle', as: 'completed', with: 'latest' }, { do: 'get' }];
      const batches: readonly Batch[] = [
        { plans: [{ do: 'claim' }] },
        { afterMs: 10, plans: values().shuffled([...drawn(SETTLINGS, 1 + (number % 3)), ...sure]) },
        { afterMs: 10, plans: [...drawn(SETTLINGS, 2), { do: 'get' }] },
      ];
      await runHistory(store, TTL_MS, batches);
    });
  }
});
