import { expect, it } from 'vitest';
import { loadChallenge } from '../../grader/challenge/load-challenge.ts';
import { KIT_ROOT } from '../../grader/sandbox/kit-root.ts';
import type { JudgedMutant } from '../../grader/verify/judge-mutant.ts';
import { summarize, type Outcomes } from '../../grader/verify/summarize.ts';

const challenge = await loadChallenge(KIT_ROOT, 'idempotent-payments');
const rules = challenge.rules.filter(({ id }) => ['S1', 'S2', 'T1'].includes(id));

function caseOf(rule: string, id: string): Outcomes['cases'][number] {
  return { id, rule, position: 0, status: 'passed', message: null, story: null };
}

function judged(id: string, lost: readonly string[], failing: readonly string[]): JudgedMutant {
  return { check: { id, breaks: ['S1'], lost, problems: [] }, failing };
}

const OUTCOMES: Outcomes = {
  challenge: { ...challenge, rules },
  seeds: [1],
  whole: true,
  texts: ['S2 is not described'],
  submissions: [{ kind: 'sample', name: 'odd', problems: ['S1 is not met: no'] }],
  judged: [
    judged('a', ['S1', 'S2'], ['s/one']),
    judged('b', ['S1'], []),
    judged('c', [], []),
    judged('d', ['S1', 'S2'], []),
  ],
  leftOut: [],
  cases: [caseOf('S1', 's/one'), caseOf('S1', 's/two')],
};

it('misses hidden cases and mutants of a rule, but not those of the own tests', () => {
  const errors = summarize(OUTCOMES).errors;
  expect(errors).toEqual(['S2 is not described', 'S2 has no hidden case', 'odd: S1 is not met: no']);
  const without = summarize({ ...OUTCOMES, judged: [] }).errors;
  expect(without).toContain('S1 is broken by no mutant');
  const unasked = { id: 'e', title: 'e', breaks: ['S1'], edits: [] } as const;
  const found = summarize({ ...OUTCOMES, judged: [], leftOut: [unasked] });
  expect(found.errors).not.toContain('S1 is broken by no mutant');
  expect(found.leftOut).toEqual(['e']);
});

it('misses nothing where only some were judged', () => {
  const found = summarize({ ...OUTCOMES, whole: false });
  expect(found.errors).toEqual(['S2 is not described', 'odd: S1 is not met: no']);
  expect(found.redundant).toBe(null);
});

it('takes the worse of two middles for the median, and lists the cases that nothing fails', () => {
  expect(summarize(OUTCOMES)).toMatchObject({ medianLost: 2, redundant: ['s/two'] });
  expect(summarize({ ...OUTCOMES, judged: [] }).medianLost).toBe(null);
});
