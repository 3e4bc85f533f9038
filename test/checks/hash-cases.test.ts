import { expect, it } from 'vitest';

import { hashCases } from '../../grader/checks/rules/hash-cases.ts';
import type { CaseResult } from '../../grader/model/evidence.ts';

function passed(id: string, rule: string): CaseResult {
  return { id, rule, position: 0, status: 'passed', message: null, story: null };
}

const cases = [passed('claims/one', 'S1'), passed('claims/two', 'S1'), passed('expiry/one', 'S6')];
const suites = { claims: 'sha256:a', expiry: 'sha256:b' };
const before = hashCases(cases, suites);

it('gives every rule a hash of its own', () => {
  expect(Object.keys(before)).toEqual(['S1', 'S6']);
  expect(before['S1']).toMatch(/^sha256:[0-9a-f]{64}$/);
  expect(before['S1']).not.toBe(before['S6']);
});

it('knows neither the order nor the outcome of the cases', () => {
  const failed = cases.map((result): CaseResult => ({ ...result, status: 'failed', message: 'no', position: 7 }));
  expect(hashCases(failed.toReversed(), suites)).toEqual(before);
});

it('changes with a case more, and for that rule alone', () => {
  const after = hashCases([...cases, passed('claims/three', 'S1')], suites);
  expect(after['S1']).not.toBe(before['S1']);
  expect(after['S6']).toBe(before['S6']);
});

it('changes with the suite, for the rules that have cases in it', () => {
  const after = hashCases(cases, { ...suites, expiry: 'sha256:c' });
  expect(after['S1']).toBe(before['S1']);
  expect(after['S6']).not.toBe(before['S6']);
});
