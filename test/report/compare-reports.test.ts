import { describe, expect, it } from 'vitest';

import { UsageError } from '../../grader/errors.ts';
import { compareReports } from '../../grader/report/compare-reports.ts';
import { casesFailing, challenge, reportWith } from './sample-report.ts';

const alice = reportWith();
const bob = reportWith({
  submission: { id: 'bob' },
  evidence: { rules: { status: 'measured', cases: casesFailing('S2') } },
});

describe('reports that were judged alike', () => {
  const comparison = compareReports([alice, bob]);

  it('stand side by side with their totals', () => {
    expect(comparison.columns.map(({ label, score }) => [label, score.got, score.cappedBy?.cap ?? null])).toEqual([
      ['alice', 80, null],
      ['bob', 47, 59],
    ]);
    expect(comparison).toMatchObject({ totalsComparable: true, notes: [] });
  });

  it('have a row for every rule of the challenge, in its order', () => {
    expect(comparison.rows.map(({ id }) => id)).toEqual(challenge.rules.map(({ id }) => id));
  });

  it('have a cell for every report in every row', () => {
    expect(comparison.rows.find(({ id }) => id === 'S2')?.cells).toEqual([
      { verdict: 'met', points: 5, outOf: 5 },
      { verdict: 'not-met', points: 0, outOf: 5 },
    ]);
    expect(comparison.rows.at(-1)).toMatchObject({ id: 'W2', cells: [{ verdict: 'met' }, { verdict: 'met' }] });
  });
});

it('swapping two reports swaps their columns and nothing else', () => {
  const there = compareReports([alice, bob]);
  const back = compareReports([bob, alice]);
  expect(back.columns).toEqual(there.columns.toReversed());
  expect(back.rows).toEqual(there.rows.map((row) => ({ ...row, cells: row.cells.toReversed() })));
});

it.each([
  [
    'another state of the challenge',
    { challenge: { hash: `sha256:${'d'.repeat(64)}` } },
    'different states of the challenge',
  ],
  ['another kit', { run: { kit: '0.2.0' } }, 'different versions of the kit: 0.1.0, 0.2.0'],
  ['another seed', { run: { seed: 2 } }, 'different seeds: 1, 2'],
  [
    'less that was measured',
    { evidence: { load: { status: 'not-measured', fault: 'not-asked', cause: 'not asked for' } } },
    'different totals',
  ],
] as const)('a report with %s makes the totals incomparable, not the rules', (_, parts, note) => {
  const comparison = compareReports([alice, reportWith(parts)]);
  expect(comparison.totalsComparable).toBe(false);
  expect(comparison.notes).toEqual([expect.stringContaining(note)]);
  expect(comparison.rows).toHaveLength(challenge.rules.length);
});

it('a rule that one report does not know has an empty cell there', () => {
  const fewer = { ...alice, result: { ...alice.result, rules: alice.result.rules.filter(({ id }) => id !== 'P16') } };
  const { rows } = compareReports([fewer, bob]);
  expect(rows.find(({ id }) => id === 'P16')?.cells[0]).toBeNull();
});

it('reports of one submission are told apart', () => {
  expect(compareReports([alice, alice, bob]).columns.map(({ label }) => label)).toEqual(['alice', 'alice (2)', 'bob']);
});

it('reports of different challenges have nothing to compare', () => {
  expect(() => compareReports([alice, reportWith({ challenge: { id: 'rate-limiter' } })])).toThrow(UsageError);
});
