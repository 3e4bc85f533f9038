import { expect, test } from 'vitest';
import { inWords } from '../../challenges/idempotent-payments/suites/scenarios/in-words.ts';
import { describeScenario } from '../../challenges/idempotent-payments/suites/scenarios/scenario.ts';

const quiet = { charges: [], claims: [], settlings: [], priorities: [], changes: [] };

test('a scenario is described in words that need no key', () => {
  const calls = [
    { processor: 0, key: 0, payload: 0 },
    { processor: 1, key: 1, payload: 1 },
  ];
  expect(describeScenario({ ...quiet, calls: calls.slice(0, 1), claims: ['.'] })).toBe('a call at processor 1');
  expect(describeScenario({ ...quiet, calls, charges: ['T', 'A'], settlings: ['.', 'X', 'Y'] })).toBe(
    'calls at processor 1, 2 with another key and payload (provider: timeout, approval; settlings: in order, refused, done and answered with an error)',
  );
});

test('so are the ways in which attempts end', () => {
  expect(inWords(['N', 'L', 'S', 'W', 'D', 'F'])).toBe(
    'network failure, lost answer, throw at the call, slow network failure, decline, fault',
  );
});
