import { describe } from 'vitest';
import { rule } from '../../../grader/judge/suite.ts';
import { runScenarios } from './scenarios/run-scenarios.ts';
import type { Theme } from './scenarios/scenario.ts';

/** What the scenarios for a rule are made of. */
const THEMES: readonly (readonly [rule: string, what: string, theme: Theme])[] = [
  ['P1', 'one key at one processor', { processors: 1 }],
  ['P2', 'one key at two processors, paid soon', { processors: 2 }],
  ['P3', 'many calls of one key at one processor', { processors: 1, charges: ['A', 'N', 'D', 'F', 'T'] }],
  ['P4', 'one key at three processors', { processors: 3, charges: ['A', 'N', 'D'] }],
  ['P5', 'two payloads under one key', { processors: 2, payloads: 2, charges: ['A', 'D'] }],
  ['P6', 'a provider that is hard to reach', { processors: 1, keys: 2, charges: ['N', 'L', 'N', 'A'] }],
  ['P7', 'a provider that declines and fails', { processors: 2, charges: ['D', 'F', 'N'] }],
  ['P8', 'lost answers and declines at two processors', { processors: 2, charges: ['L', 'N', 'D', 'A'] }],
  ['P9', 'failures that are tried again elsewhere', { processors: 3, charges: ['D', 'F', 'A'] }],
  ['P10', 'a provider that does not answer', { processors: 2, charges: ['T', 'N', 'A'] }],
  ['P11', 'a store that does not take claims', { processors: 2, claims: ['.', 'X', 'Y'], charges: ['A', 'D'] }],
  ['P12', 'a store that does not record', { processors: 2, settlings: ['.', 'X', 'Y'], charges: ['A', 'D', 'N'] }],
];

const CASES = 4;

describe('scenarios that chance has made', () => {
  for (const [id, what, theme] of THEMES) {
    for (let number = 1; number <= CASES; number += 1) {
      rule(id, `${what}, lot ${number}`, () => runScenarios({ ...theme, rule: id }));
    }
  }

  for (let number = 1; number <= 3 * CASES; number += 1) {
    rule('W1', `all kinds of trouble on the own store, lot ${number}`, () =>
      runScenarios({
        rule: 'W1',
        store: 'own',
        processors: 1 + (number % 3),
        keys: 1 + (number % 2),
        payloads: 2,
        charges: ['A', 'N', 'L', 'D', 'F', 'T'],
        claims: ['.', '.', 'X'],
        settlings: ['.', '.', 'X'],
      }),
    );
  }
});
