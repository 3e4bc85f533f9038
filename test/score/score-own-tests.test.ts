import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { JudgedMutant, JudgedTest, SuiteEvidence } from '../../grader/model/evidence.ts';
import { countThemes, NO_TESTS, scoreOwnTests } from '../../grader/score/score-own-tests.ts';
import { aMutant, scoringOwnTests } from '../report/sample-report.ts';

const rubric = scoringOwnTests.ownTests ?? expect.unreachable();
const themes = rubric.themes.map(({ id }) => id);

function suiteWith(tests: readonly JudgedTest['verdict'][], mutants: readonly JudgedMutant[]): SuiteEvidence {
  return {
    tests: tests.map((verdict, index) => ({ name: `test ${index}`, verdict, message: null })),
    mutants,
    ownCode: [],
  };
}

function pointsFor(suite: SuiteEvidence | null): number {
  return scoreOwnTests(rubric, { status: 'measured', tests: [], problems: [], suite }).points;
}

/** Ten mutants of each theme, of which `killed` are killed. */
function tenEach(killed: (theme: string) => number): readonly JudgedMutant[] {
  return themes.flatMap((theme) =>
    Array.from({ length: 10 }, (_, index) =>
      aMutant(theme, index < killed(theme) ? 'killed' : 'survived', `${theme}-${index}`),
    ),
  );
}

const FIVE_VALID = Array.from({ length: 5 }, () => 'valid' as const);

it('gives everything for a suite that catches every bug with valid tests alone', () => {
  const all = scoreOwnTests(rubric, {
    status: 'measured',
    tests: [],
    problems: [],
    suite: suiteWith(
      FIVE_VALID,
      tenEach(() => 10),
    ),
  });
  expect(all).toMatchObject({ points: 20, met: true });
  expect(all.reasons).toEqual([
    '14 of 14 points for 60 of 60 bugs caught',
    '4 of 4 points for 5 of 5 tests that hold on correct implementations',
    '2 of 2 points for 10 of 10 bugs of concurrency caught',
  ]);
});

it('says why tests that all hold do not earn all points where few bugs are caught', () => {
  const suite = suiteWith(
    FIVE_VALID,
    tenEach(() => 4),
  );
  const { reasons } = scoreOwnTests(rubric, { status: 'measured', tests: [], problems: [], suite });
  expect(reasons[1]).toBe(
    '3.2 of 4 points for 5 of 5 tests that hold on correct implementations, worth less while fewer than 50 % of all bugs are caught',
  );
});

describe('nothing', () => {
  it('for no tests, fewer than three valid ones, or tests that catch nothing', () => {
    expect(pointsFor(null)).toBe(0);
    expect(
      pointsFor(
        suiteWith(
          ['valid', 'valid', 'broken'],
          tenEach(() => 10),
        ),
      ),
    ).toBe(0);
    expect(
      pointsFor(
        suiteWith(
          FIVE_VALID,
          tenEach(() => 0),
        ),
      ),
    ).toBe(0);
  });

  it('is explained', () => {
    const { reasons } = scoreOwnTests(rubric, { status: 'measured', tests: [], problems: [], suite: null });
    expect(reasons).toEqual([NO_TESTS]);
  });
});

it('takes breadth: all of one theme is worth less than a part of every theme', () => {
  const deep = tenEach((theme) => (theme === themes[1] ? 10 : 0));
  const broad = tenEach(() => 3);
  expect(pointsFor(suiteWith(FIVE_VALID, broad))).toBeGreaterThan(pointsFor(suiteWith(FIVE_VALID, deep)));
});

it('pays less for validity the more tests do not hold, and nothing from half of them on', () => {
  const mutants = tenEach(() => 10);
  const shares = [0, 1, 2, 3, 5].map((bad) =>
    pointsFor(suiteWith([...FIVE_VALID, ...Array.from({ length: bad }, () => 'over-fitted' as const)], mutants)),
  );
  expect(shares).toEqual([20, 18, 17, 17, 16]);
});

it('leaves out tests that were skipped or not run, and mutants that could not be judged', () => {
  const mutants = [...tenEach(() => 10), aMutant(themes[0] ?? '', 'invalid', 'lost')];
  expect(pointsFor(suiteWith([...FIVE_VALID, 'skipped', 'not-run', 'not-run'], mutants))).toBe(20);
  expect(countThemes(rubric.themes, mutants)[0]).toMatchObject({ killed: 10, outOf: 10 });
});

const anySuite = fc.record({
  tests: fc.array(fc.constantFrom('valid', 'broken', 'over-fitted', 'flaky', 'skipped', 'not-run'), { maxLength: 60 }),
  killed: fc.array(fc.nat({ max: 10 }), { minLength: themes.length, maxLength: themes.length }),
});

it('stays between nothing and all, and never falls when one more bug is caught', () => {
  fc.assert(
    fc.property(anySuite, fc.nat({ max: themes.length - 1 }), ({ tests, killed }, more) => {
      const mutants = (extra: number) =>
        tenEach((theme) => {
          const index = themes.indexOf(theme);
          return Math.min(10, (killed[index] ?? 0) + (index === more ? extra : 0));
        });
      const [before, after] = [0, 1].map((extra) => pointsFor(suiteWith(tests, mutants(extra))));
      expect(before).toBeGreaterThanOrEqual(0);
      expect(after).toBeLessThanOrEqual(20);
      expect(after).toBeGreaterThanOrEqual(before ?? NaN);
    }),
  );
});
