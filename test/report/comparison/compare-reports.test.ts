import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { UsageError } from '../../../grader/errors.ts';
import type { Report } from '../../../grader/model/report.ts';
import { compareReports } from '../../../grader/report/comparison/compare-reports.ts';
import type { Comparison } from '../../../grader/report/comparison/comparison.ts';
import { neutralId } from '../../../grader/report/comparison/label-reports.ts';
import { casesFailing, challenge, reportWith } from '../sample-report.ts';
import type { ReportParts } from '../sample-report.ts';

/** A report whose submission's hash begins with the given digit. */
function person(digit: string, parts: ReportParts = {}): Report {
  return reportWith({ ...parts, submission: { id: `person ${digit}`, treeHash: `sha256:${digit.repeat(64)}` } });
}

function failing(...rules: readonly string[]): ReportParts {
  return { evidence: { rules: { status: 'measured', cases: casesFailing(...rules) } } };
}

function compare(reports: readonly Report[], names: Readonly<Record<string, string>> = {}, seed = 1): Comparison {
  return compareReports(reports, { seed, names: new Map(Object.entries(names)) });
}

const [a, b, c] = [person('a'), person('b', failing('S2')), person('c', failing('P6', 'W1'))];

describe('reports that were judged alike', () => {
  const comparison = compare([a, b, c]);

  it('stand side by side with their totals, and with their sums before a cap', () => {
    const figures = comparison.columns.map(({ label, score, sum }) => [
      label,
      score.got,
      score.cappedBy?.cap ?? null,
      sum?.value,
    ]);
    expect(figures.toSorted()).toEqual([
      ['aaaaaaaa', 80, null, 80],
      ['bbbbbbbb', 47, 59, 75],
      ['cccccccc', 71, null, 71],
    ]);
  });

  it('are one group, with a distance below which nobody is ordered', () => {
    expect(comparison.groups).toEqual([
      {
        members: [0, 1, 2],
        facts: [],
        threshold: expect.any(Number),
        outOf: 80,
        rules: 29,
        effectiveRules: expect.any(Number),
      },
    ]);
  });

  it('have a row for every rule of the challenge, in its order', () => {
    expect(comparison.rows.map(({ id }) => id)).toEqual(challenge.rules.map(({ id }) => id));
  });

  it('have a cell for every report in every row, with the evidence', () => {
    const row = comparison.rows.find(({ id }) => id === 'S2');
    const at = comparison.columns.findIndex(({ label }) => label === 'bbbbbbbb');
    expect(row).toMatchObject({ differs: true });
    expect(row?.cells[at]).toMatchObject({
      verdict: 'not-met',
      points: 0,
      outOf: 5,
      alike: true,
      evidence: [{ case: 'suite/the first case' }],
    });
    expect(comparison.rows.find(({ id }) => id === 'S1')).toMatchObject({ differs: false });
    expect(comparison.rows.at(-1)).toMatchObject({
      id: 'W2',
      cells: [{ verdict: 'met' }, { verdict: 'met' }, { verdict: 'met' }],
    });
  });

  it("give the distance of two of them with its margin, and its sign turns with the columns'", () => {
    const [first, second] = compare([a, b]).columns;
    const { apart } = compare([a, b]);
    expect(apart?.points).toBe((first?.score.got ?? 0) - (second?.score.got ?? 0));
    expect(apart).toMatchObject({ margin: compare([a, b]).groups[0]?.threshold, clear: true });
    expect(compare([a, c]).apart).toMatchObject({ clear: false });
    expect(comparison.apart).toBeNull();
  });
});

describe('the order', () => {
  const people = [...'0123456789abcdef'].map((digit) => person(digit));
  const labels = (reports: readonly Report[], seed?: number) =>
    compare(reports, {}, seed).columns.map(({ label }) => label);

  it('is the same for the same seed, whoever is named first', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(people, { minLength: people.length }), fc.nat({ max: 99 }), (shuffled, seed) => {
        expect(labels(shuffled, seed)).toEqual(labels(people, seed));
      }),
      { numRuns: 20 },
    );
  });

  it('is another for another seed, and neither that of the hashes nor of the points', () => {
    expect(labels(people, 1)).not.toEqual(labels(people, 2));
    expect(labels(people, 1)).not.toEqual(labels(people, 1).toSorted());
  });
});

describe('labels', () => {
  it('are the first digits of the hash, and names only by a roster', () => {
    expect(
      compare([a, b])
        .columns.map(({ label }) => label)
        .toSorted(),
    ).toEqual(['aaaaaaaa', 'bbbbbbbb']);
    const named = compare([a, b, c], { 'person a': 'Ada', bbbbbbbb: 'Bo' });
    expect(named.columns.map(({ label }) => label).toSorted()).toEqual(['Ada', 'Bo', 'cccccccc']);
    expect(named.named).toBe(true);
    expect(neutralId(a)).toBe('aaaaaaaa');
  });

  it('say nowhere what the submission is called', () => {
    expect(JSON.stringify(compare([a, b, c]))).not.toContain('person');
  });

  it('tell two reports of one submission apart', () => {
    expect(
      compare([a, a, b])
        .columns.map(({ label }) => label)
        .toSorted(),
    ).toEqual(['aaaaaaaa', 'aaaaaaaa (2)', 'bbbbbbbb']);
  });
});

describe('totals are not subtracted', () => {
  it.each<[string, ReportParts, string]>([
    [
      'another state of the challenge',
      { challenge: { hash: `sha256:${'d'.repeat(64)}` } },
      'challenge 1.0.0, state dddddddd',
    ],
    ['another kit', { run: { kit: '0.2.0' } }, 'kit 0.2.0'],
    ['another runtime', { run: { node: '26.11.0' } }, 'Node 26.11.0'],
    ['another seed', { run: { seed: 2 } }, 'seed 2'],
    [
      'less that was measured',
      { evidence: { load: { status: 'not-measured', fault: 'not-asked', cause: 'not asked for' } } },
      'not measured: T1, W2',
    ],
  ])('for %s', (_, parts, fact) => {
    const { groups, apart } = compare([a, person('b', parts)]);
    expect(groups.flatMap(({ facts }) => facts)).toContain(fact);
    expect(groups.map(({ threshold }) => threshold)).toEqual([null, null]);
    expect(apart).toBeNull();
  });
});

describe('rules are compared only where they were put in the same way', () => {
  const hashed = (digit: string, casesHash: string, rules: readonly string[] = []): ReportParts => {
    const hashes = { S2: `sha256:${casesHash.repeat(64)}` };
    return {
      challenge: { hash: `sha256:${digit.repeat(64)}` },
      evidence: { rules: { status: 'measured', cases: casesFailing(...rules), caseHashes: hashes } },
    };
  };

  it('which a common hash of their cases says, whatever else has changed in the challenge', () => {
    const { rows } = compare([person('a', hashed('1', '7')), person('b', hashed('2', '7', ['S2']))]);
    expect(rows.find(({ id }) => id === 'S2')).toMatchObject({
      differs: true,
      cells: [{ alike: true }, { alike: true }],
    });
  });

  it('and not where the hash is another: the odd one out is marked, and the row does not differ', () => {
    const people = [
      person('a', hashed('1', '7')),
      person('b', hashed('1', '7')),
      person('c', hashed('1', '8', ['S2'])),
    ];
    const row = compare(people).rows.find(({ id }) => id === 'S2');
    expect(row?.cells.filter((cell) => cell?.alike === false)).toMatchObject([{ verdict: 'not-met' }]);
    expect(row?.differs).toBe(false);
  });

  it('nor, without a hash, for another state of the challenge', () => {
    const { rows } = compare([person('a', hashed('1', '7')), person('b', hashed('2', '7'))]);
    expect(rows.find(({ id }) => id === 'Q1')?.cells.filter((cell) => cell?.alike)).toHaveLength(1);
  });

  it('a rule that one report does not know has an empty cell there', () => {
    const fewer = { ...a, result: { ...a.result, rules: a.result.rules.filter(({ id }) => id !== 'P16') } };
    const { rows } = compare([fewer, b]);
    expect(rows.find(({ id }) => id === 'P16')?.cells).toContain(null);
  });
});

it('reports of different challenges have nothing to compare', () => {
  expect(() => compare([a, person('b', { challenge: { id: 'rate-limiter' } })])).toThrow(UsageError);
});

it('own tests and load are part of it', () => {
  const mutants = (['killed', 'survived', 'timeout', 'invalid'] as const).map((status) => ({
    id: status,
    theme: '',
    title: '',
    status,
    by: [],
  }));
  const tested = { ...a, result: { ...a.result, tests: { ...a.result.tests, mutants } } };
  expect(compare([tested]).columns[0]).toMatchObject({
    tests: { valid: 2, ran: 2, mutants: { killed: 1, outOf: 3 } },
    load: { verdict: 'met', figures: { memory: 1.03, cost: { median: 1.21 } } },
  });
});

it('a hand-in that was graded again shows what has changed, and the totals of both side by side', () => {
  const before = person('b', { ...failing('S2', 'P6'), run: { kit: '0.0.9' } });
  const { regraded } = compareReports([a, b], { seed: 1, names: new Map(), before: [before] });
  expect(regraded).toMatchObject([
    {
      label: 'bbbbbbbb',
      before: { got: 47, outOf: 80, by: expect.stringContaining('kit 0.0.9') },
      after: { got: 47, outOf: 80, by: expect.stringContaining('kit 0.1.0') },
      changes: [{ id: 'P6', before: 'not-met', after: 'met', alike: false }],
    },
  ]);
  expect(compare([a, b]).regraded).toEqual([]);
});
