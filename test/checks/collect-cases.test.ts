import { expect, test } from 'vitest';
import { describeError } from '../../grader/checks/rules/collect-cases.ts';
import { Kept } from '../../grader/wire/value.ts';

function messageOf(compare: () => void): string {
  try {
    compare();
  } catch (error) {
    if (error instanceof Error) return describeError(error.message);
  }
  throw new Error('the comparison holds');
}

test('a failed comparison is told in its first line, and a zero as people write it', () => {
  expect(messageOf(() => expect(2, 'sleepers').toBe(0))).toBe('sleepers: expected 2 to be 0');
  expect(messageOf(() => expect([0, { at: 0 }], 'aborts').toEqual([1]))).toBe(
    'aborts: expected [ 0, { at: 0 } ] to deeply equal [ 1 ]',
  );
  expect(messageOf(() => expect(0, 'pause').toBe(-0))).toBe('pause: expected +0 to be -0');
  expect(messageOf(() => expect({ n: 1 }, 'record').toEqual({ n: 2 }))).toBe(
    'record: expected { n: 1 } to deeply equal { n: 2 }',
  );
});

test('what was thrown into a solution is told apart by its number, not by the name of a class of the kit', () => {
  expect(messageOf(() => expect({ cause: new Kept('thrown:2') }, 'report').toEqual({}))).toBe(
    'report: expected { cause: thrown object 2 } to deeply equal {}',
  );
});

test('what must not be reached is told as what happened', () => {
  expect(messageOf(() => expect.unreachable('the claim was rejected with Error (no)'))).toBe(
    'the claim was rejected with Error (no)',
  );
});

test('what is thrown and has no message is told as such', () => {
  expect(describeError(undefined)).toBe('something that is no error was thrown');
});
