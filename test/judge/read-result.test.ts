import { expect, it } from 'vitest';
import { readInsertResult, readNumber, readRecord } from '../../grader/judge/read-result.ts';

const RECORD = { key: 'k', status: 'pending', fingerprint: 'f', paymentId: 'p', createdAt: 1, expiresAt: 2 };

it('believes what has the shape of the contract', () => {
  expect(readInsertResult({ outcome: 'inserted', token: 't', record: RECORD })).toEqual({
    outcome: 'inserted',
    token: 't',
    record: RECORD,
  });
  expect(readRecord({ ...RECORD, status: 'completed', response: null })).toMatchObject({ response: null });
  expect(readNumber(3)).toBe(3);
});

it('says which member of an answer is missing or wrong', () => {
  const { fingerprint: _, ...record } = RECORD;
  expect(() => readInsertResult({ outcome: 'duplicate', record })).toThrow(
    /^the answer is not the result of a claim \(record\.fingerprint: expected string, received undefined\): \{/u,
  );
  expect(() => readInsertResult({ outcome: 'inserted', record: RECORD })).toThrow('(token: expected string');
  expect(() => readInsertResult({ outcome: 'fresh', record: RECORD })).toThrow('(outcome: ');
  expect(() => readRecord({ ...RECORD, status: 'done' })).toThrow('(status: expected one of "pending"');
});

it('shows an answer of another kind as it is', () => {
  expect(() => readRecord(undefined)).toThrow('the answer is not a record: undefined');
  expect(() => readNumber('3')).toThrow('the answer is not a number: "3"');
});
