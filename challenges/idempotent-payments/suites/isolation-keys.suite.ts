import { describe, expect } from 'vitest';
import { expectAnswer, expectRejection, GONE } from '../../../grader/judge/expect-answer.ts';
import { expectSame } from '../../../grader/judge/expect-same.ts';
import { openStore, type StoreUnderTest } from '../../../grader/judge/open-store.ts';
import { claimKey, expectRecord } from '../../../grader/judge/prepare-record.ts';
import { rule, values } from '../../../grader/judge/suite.ts';

const TTL_MS = 1000;

const ODD_KEYS: Readonly<Record<string, string>> = {
  'the empty one': '',
  'a blank': ' ',
  __proto__: '__proto__',
  constructor: 'constructor',
  toString: 'toString',
  hasOwnProperty: 'hasOwnProperty',
  valueOf: 'valueOf',
  prototype: 'prototype',
  'a zero': '0',
  'a length': 'length',
  'the word undefined': 'undefined',
  'the word null': 'null',
  'a path': '../a/b?c=d#e',
  'JSON text': '{"key":"value"}',
  'line breaks and NUL': 'a\r\n\u0000b\u2028',
  'letters from right to left': 'مفتاح',
  'emoji of several code points': '👩‍👩‍👧‍👦💶',
  'half a surrogate pair': '\ud83d',
  '70,000 characters': 'key '.repeat(17_500),
};

/** The whole life of one record, so that a key that is not taken as it is shows. */
async function expectOrdinaryLife(store: StoreUnderTest, key: string): Promise<void> {
  await expectRejection(store.get(key), GONE, 'reading the key before it is claimed');
  const claim = values().claim();
  const { token, record } = await claimKey(store, key, claim);
  expectSame(record.key, key, 'key of the record');
  const response = values().response();
  await expectAnswer(store.updateStatus(key, token, { status: 'completed', response }), 'settling');
  const completed = { ...record, status: 'completed', response } as const;
  const second = await expectAnswer(store.insertPending(key, claim), 'a second claim');
  expectSame(second, { outcome: 'duplicate', record: completed }, 'answer to a second claim');
  await expectRecord(store, completed, 'record after settling');
}

describe('keys are any strings', () => {
  for (const [what, key] of Object.entries(ODD_KEYS).concat([['__proto__', '__proto__']])) {
    rule('S7', `${what} is a key like any other`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      await expectOrdinaryLife(store, key);
    });
  }

  rule('S7', 'odd ones live beside each other', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    const keys = values().shuffled(['__proto__', ...Object.values(ODD_KEYS)]);
    const records = [];
    for (const key of keys) records.push((await claimKey(store, key, values().claim())).record);
    for (const record of records) await expectRecord(store, record, 'one of many records with odd keys');
    expect(await store.size(), 'records held').toBe(keys.length);
  });

  rule('S7', 'claiming __proto__ changes no other key', async () => {
    const { store } = await openStore({ ttlMs: TTL_MS });
    await claimKey(store, '__proto__', values().claim());
    for (const key of ['key', 'fingerprint', 'record', 'token', 'status']) {
      await expectRejection(store.get(key), GONE, `reading the key ${key}`);
    }
    await expectOrdinaryLife(store, values().key());
  });
});

/** Different keys that are easily taken for the same. */
const LOOKALIKES: readonly (readonly [what: string, string, string])[] = [
  ['an empty key and a blank', '', ' '],
  ['upper and lower case', 'Order-1', 'order-1'],
  ['a blank before it', 'order', ' order'],
  ['a blank behind it', 'order', 'order '],
  ['a line break behind it', 'order', 'order\n'],
  ['a zero before a number', '7', '07'],
  ['two spellings of a number', '1', '1.0'],
  ['minus zero', '0', '-0'],
  ['composed and decomposed é', 'caf\u00e9', 'cafe\u0301'],
  ['an ohm sign and an omega', '\u2126', '\u03a9'],
  ['a full-width digit', '1', '\uff11'],
  ['an invisible character', 'order', 'or\u200bder'],
  ['a NUL behind it', 'order', 'order\u0000'],
  ['what follows a NUL', 'order\u00001', 'order\u00002'],
  ['two halves of surrogate pairs', '\ud800', '\udfff'],
  ['half a surrogate pair and its replacement', '\ud800', '\ufffd'],
  ['a trailing slash', 'order/1', 'order/1/'],
  ['an encoded blank', 'order 1', 'order%201'],
  ['a quote', 'order', '"order"'],
  ['two letters with the same hash to base 31', 'order-Aa', 'order-BB'],
  ['two letters with the same hash to base 33', 'order-Ab', 'order-BA'],
  ['words with the same FNV-1a hash', 'costarring', 'liquid'],
  ['the last of 70,000 characters', `${'x'.repeat(69_999)}a`, `${'x'.repeat(69_999)}b`],
];

describe('keys are compared exactly', () => {
  for (const [what, one, other] of LOOKALIKES) {
    rule('S7', `two that differ by ${what} are two keys`, async () => {
      const { store } = await openStore({ ttlMs: TTL_MS });
      const first = await claimKey(store, one, values().claim());
      await expectRejection(store.get(other), GONE, 'reading the key that was not claimed');
      const stray = store.updateStatus(other, first.token, { status: 'failed' });
      await expectRejection(stray, GONE, 'settling the key that was not claimed');
      const second = await claimKey(store, other, values().claim());
      await expectRecord(store, first.record, 'record of the first key');
      await expectRecord(store, second.record, 'record of the second key');
    });
  }
});
