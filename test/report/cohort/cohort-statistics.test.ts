import { describe, expect, it } from 'vitest';

import { cohortStatistics } from '../../../grader/report/cohort/cohort-statistics.ts';
import type { CohortStatistics } from '../../../grader/report/cohort/cohort.ts';
import { factsOf, keepOnce } from '../../../grader/report/cohort/report-facts.ts';
import type { ReportFacts } from '../../../grader/report/cohort/report-facts.ts';
import { discriminationOf } from '../../../grader/report/statistics/discrimination.ts';
import { wilsonInterval } from '../../../grader/report/statistics/proportion.ts';
import { casesFailing, reportWith } from '../sample-report.ts';
import { person, quizTimesFour } from './sample-cohort.ts';

function statisticsOf(
  people: readonly ReportFacts[],
  options: Partial<Parameters<typeof cohortStatistics>[1]> = {},
): CohortStatistics {
  return cohortStatistics(people, { broken: 0, invited: null, cut: null, seed: 1, ...options });
}

/** So many people of each pattern. */
function people(
  ...groups: readonly (readonly [count: number, pattern: string, facts?: Partial<ReportFacts>])[]
): readonly ReportFacts[] {
  return groups.flatMap(([count, pattern, facts], group) =>
    Array.from({ length: count }, (_, index) => person(`${group}-${index}`, pattern, facts)),
  );
}

describe('who is counted', () => {
  it('is the largest set of reports that were judged alike; the others are named', () => {
    const other = {
      likeness: 'other',
      like: {
        challenge: 'payments',
        version: '2.0.0',
        hash: `sha256:${'d'.repeat(64)}`,
        kit: '0.2.0',
        node: '26.10.0',
      },
    };
    const { coverage } = statisticsOf([...people([2, '1', other]), ...people([3, '1'])], { broken: 4 });
    expect(coverage).toMatchObject({ read: 5, broken: 4, people: 3, repeated: 0, version: '1.0.0' });
    expect(coverage.unlike).toEqual([{ what: 'payments 2.0.0, state dddddddd; kit 0.2.0; Node 26.10.0', reports: 2 }]);
  });

  it('is everybody once, by the latest grading of a hand-in', () => {
    const early = person('a', '0', { startedAt: '2026-01-01T00:00:00.000Z' });
    const late = person('a', '1', { startedAt: '2026-01-02T00:00:00.000Z' });
    const { coverage, rules } = statisticsOf([late, early, person('b', '1')]);
    expect(coverage).toMatchObject({ read: 3, people: 2, repeated: 1 });
    expect(rules[0]?.met).toMatchObject({ count: 2, of: 2 });
  });
});

describe('the funnel', () => {
  const cohort = people(
    [10, '00', { complete: false }],
    [20, '11', { gatePassed: false }],
    [30, '10', { capped: true }],
    [25, '10'],
    [15, '11'],
  );

  it('counts at each step those who passed all before, over these and over everybody', () => {
    const steps = statisticsOf(cohort).funnel.map(({ name, count, of, ofAll }) => [name, count, of, ofAll.of]);
    expect(steps).toEqual([
      ['handed in both parts', 90, 100, 100],
      ['passed the gate', 70, 90, 100],
      ['no cap in force', 40, 70, 100],
      ['met every measured rule', 15, 40, 100],
    ]);
  });

  it('gives every share its interval', () => {
    expect(statisticsOf(cohort).funnel[1]).toMatchObject({
      share: wilsonInterval(70, 90),
      ofAll: { share: wilsonInterval(70, 100) },
    });
  });

  it('begins with those who were invited, where that is known, and has a step for the cut', () => {
    const { funnel } = statisticsOf(cohort, { invited: 160, cut: 60 });
    expect(funnel[0]).toMatchObject({ name: 'were graded', count: 100, of: 160 });
    expect(funnel[4]).toMatchObject({ name: 'at least 60 of 100 points', count: 15, of: 40, ofAll: { of: 160 } });
  });
});

describe('a rule', () => {
  it('has its difficulty over those for whom it was measured', () => {
    const { rules } = statisticsOf(people([30, '11'], [10, '01'], [20, '?0']));
    expect(rules[0]).toMatchObject({ id: 'R1', met: { count: 30, of: 40, share: wilsonInterval(30, 40) } });
  });

  it('has its discrimination against the rest of the points, its own left out', () => {
    const cohort = quizTimesFour();
    const [first] = statisticsOf(cohort).rules;
    const item = cohort.map(({ points }) => points[0] ?? 0);
    const rest = cohort.map(({ points }) => points.slice(1).reduce((sum, one) => sum + one, 0));
    expect(first?.discrimination?.value).toBeCloseTo(discriminationOf(item, rest)?.value ?? 0, 10);
  });

  it('that everybody meets, or that too few people faced, has no discrimination', () => {
    expect(statisticsOf(people([40, '110'], [40, '101'], [4, '011'])).rules[0]?.discrimination).toBeNull();
    expect(statisticsOf(quizTimesFour().slice(0, 29)).rules[0]?.discrimination).toBeNull();
  });

  it('faced by fewer than ten people has no share', () => {
    expect(statisticsOf(people([9, '1'])).rules[0]?.met).toEqual({ count: 9, of: 9, share: null });
  });
});

describe('how far totals can be trusted', () => {
  it('is said by alpha with an interval around it', () => {
    const { reliability } = statisticsOf(quizTimesFour());
    expect(reliability?.alpha.value).toBeCloseTo((10 / 9) * (1 - 2.18 / 5.84), 10);
    expect(reliability?.alpha.low).toBeLessThan(reliability?.alpha.value ?? 0);
    expect(reliability?.alpha.high).toBeGreaterThan(reliability?.alpha.value ?? 1);
    expect(reliability).toMatchObject({ people: 40, rules: 10, outOf: 10, mean: { value: expect.closeTo(6.6, 10) } });
  });

  it('is the same for the same seed', () => {
    expect(statisticsOf(quizTimesFour(), { seed: 3 })).toEqual(statisticsOf(quizTimesFour(), { seed: 3 }));
    expect(statisticsOf(quizTimesFour(), { seed: 4 }).reliability).not.toEqual(
      statisticsOf(quizTimesFour(), { seed: 3 }).reliability,
    );
  });

  it('is not said of fewer than thirty people, nor of people who are all alike', () => {
    expect(statisticsOf(quizTimesFour().slice(0, 29)).reliability).toBeNull();
    expect(statisticsOf(people([40, '110'])).reliability).toBeNull();
  });

  it('leaves out a rule that was measured for few, and then people with gaps', () => {
    const gaps = quizTimesFour().map((facts, index) =>
      person(facts.person, `${facts.points.join('')}${index < 4 ? '1' : '?'}`),
    );
    expect(statisticsOf(gaps).reliability).toMatchObject({ people: 40, rules: 10 });
    const few = [...quizTimesFour(), person('gap', '?111111111')];
    expect(statisticsOf(few).reliability).toMatchObject({ people: 40, rules: 10 });
  });

  it('includes, at a cut, who is above it and how consistent that is', () => {
    const { cut } = statisticsOf(quizTimesFour(), { cut: 70 });
    expect(cut).toMatchObject({ cut: 70, passing: { count: 32, of: 40 } });
    expect(cut?.consistency?.agreement.value).toBeGreaterThan(cut?.consistency?.kappa.value ?? 1);
    expect(statisticsOf(quizTimesFour()).cut).toBeNull();
  });
});

it('a bug is noticed by those who killed it, of those on whom it was tried', () => {
  const bug = (status: 'killed' | 'survived' | 'timeout' | 'invalid') => ({
    mutants: [{ id: 'm', title: 'no claim', status }],
  });
  const cohort = people(
    [8, '1', bug('killed')],
    [5, '1', bug('survived')],
    [2, '1', bug('timeout')],
    [3, '1', bug('invalid')],
    [9, '1'],
  );
  expect(statisticsOf(cohort).mutants).toMatchObject([
    { id: 'm', title: 'no claim', killed: { count: 8, of: 15 }, timeouts: 2 },
  ]);
});

describe('drift', () => {
  const week = (day: string) => ({ startedAt: `2026-02-${day}T08:00:00.000Z` });

  it('shows the mean of each week that has enough people', () => {
    const { weeks } = statisticsOf(people([10, '10', week('16')], [10, '11', week('17')], [9, '11', week('09')]));
    expect(weeks).toMatchObject([
      { week: '2026-W07', people: 9, percent: null },
      { week: '2026-W08', people: 20, percent: { value: 75 } },
    ]);
  });

  it('names a rule that the later half meets far more often, and no other', () => {
    const { drift } = statisticsOf(
      people([50, '01', week('02')], [50, '00', week('03')], [50, '11', week('16')], [50, '10', week('17')]),
    );
    expect(drift).toMatchObject([
      { id: 'R1', earlier: { count: 0, of: 100 }, later: { count: 100, of: 100 }, difference: { value: 1 } },
    ]);
  });

  it('allows for the number of rules that are looked at', () => {
    // 60 of 100 against 46 of 100 is beyond chance at 5 % for one rule, and not for the worst of ten.
    const halves = (rest: string) =>
      people(
        [60, `1${rest}`, week('02')],
        [40, `0${rest}`, week('03')],
        [46, `1${rest}`, week('16')],
        [54, `0${rest}`, week('17')],
      );
    expect(statisticsOf(halves('')).drift).toHaveLength(1);
    expect(statisticsOf(halves('111111111')).drift).toEqual([]);
  });
});

it('facts are those of the report', () => {
  const report = reportWith({ evidence: { rules: { status: 'measured', cases: casesFailing('S2') } } });
  const facts = factsOf(report, keepOnce());
  expect(facts).toMatchObject({ gatePassed: true, capped: true, complete: true, percent: (100 * 47) / 80 });
  expect(facts.rules[facts.verdicts.indexOf('not-met')]).toMatchObject({ id: 'S2', outOf: 5 });
  expect(facts.rules.at(-1)?.id).toBe('W2');
  const missing = reportWith({ submission: { notes: [{ kind: 'missing-entry', path: 'src/x.ts', message: 'no' }] } });
  expect(factsOf(missing, keepOnce()).complete).toBe(false);
});
