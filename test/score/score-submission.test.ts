import { describe, expect, it } from 'vitest';

import type { Evidence, NotMeasured } from '../../grader/model/evidence.ts';
import type { RuleResult } from '../../grader/model/report.ts';
import { scoreSubmission } from '../../grader/score/score-submission.ts';
import type { SubmissionScore } from '../../grader/score/score-submission.ts';
import {
  aCase,
  aFinding,
  anOwnTest,
  aSuite,
  casesFailing,
  challenge,
  evidenceWith,
  loadFigures,
} from '../report/sample-report.ts';

const kitFault: NotMeasured = { status: 'not-measured', fault: 'kit', cause: 'the check broke' };

function scoreOf(evidence: Partial<Evidence> = {}): SubmissionScore {
  return scoreSubmission(challenge, evidenceWith(evidence));
}

function ruleOf(score: SubmissionScore, id: string): RuleResult {
  const rule = score.rules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}

function failing(...rules: readonly string[]): SubmissionScore {
  return scoreOf({ rules: { status: 'measured', cases: casesFailing(...rules) } });
}

describe('the totals', () => {
  it('give a flawless solution everything that is measured', () => {
    const { gate, points, score } = scoreOf();
    expect(score).toEqual({ got: 80, outOf: 80, cappedBy: null, rulesMet: 29, rulesMeasured: 29 });
    expect(points).toEqual({ got: 70, outOf: 70, cappedBy: null });
    expect(gate).toEqual({ passed: true, reasons: [] });
  });

  it('lose the points of a rule that is not met', () => {
    expect(failing('P6').score).toMatchObject({ got: 76, outOf: 80, rulesMet: 28, rulesMeasured: 29 });
  });

  it('leave an unmeasured check out of every denominator', () => {
    const { score, points } = scoreOf({ types: kitFault, load: kitFault });
    expect(score).toMatchObject({ got: 68, outOf: 68, rulesMet: 27, rulesMeasured: 27 });
    expect(points).toEqual({ got: 68, outOf: 68, cappedBy: null });
  });

  it('are 0 of 0 where nothing was measured', () => {
    const nothing = { types: kitFault, patterns: kitFault, rules: kitFault, tests: kitFault, load: kitFault };
    expect(scoreOf(nothing).score).toEqual({ got: 0, outOf: 0, cappedBy: null, rulesMet: 0, rulesMeasured: 0 });
  });
});

describe('a cap', () => {
  it('holds the total at its share of what was measured', () => {
    const { score, points } = failing('S2');
    expect(score).toMatchObject({ got: 47, outOf: 80, cappedBy: { rule: 'S2', cap: 59 } });
    expect(points).toEqual({ got: 41, outOf: 70, cappedBy: { rule: 'S2', cap: 59 } });
  });

  it('gives way to a stricter one', () => {
    expect(failing('S5', 'P12').score.cappedBy).toEqual({ rule: 'S5', cap: 69 });
    expect(failing('S5', 'P3').score.cappedBy).toEqual({ rule: 'P3', cap: 59 });
  });

  it('is named also where the sum is below it anyway', () => {
    const all = challenge.rules.map(({ id }) => id);
    expect(failing(...all).score).toMatchObject({ got: 15, outOf: 80, cappedBy: { rule: 'S2', cap: 59 } });
  });

  it('is not applied by a rule that was not measured', () => {
    const cases = casesFailing().filter(({ rule }) => rule !== 'S2');
    expect(scoreOf({ rules: { status: 'measured', cases } }).score).toMatchObject({
      got: 75,
      outOf: 75,
      cappedBy: null,
    });
  });
});

describe('a rule with hidden cases', () => {
  it('is not met as soon as one of its cases fails, and shows the first three as they stand in the suites', () => {
    const failed = ['d', 'c', 'b', 'a'].map((name, index) => aCase('S1', 'failed', name, 9 - index));
    const rule = ruleOf(scoreOf({ rules: { status: 'measured', cases: [...casesFailing(), ...failed] } }), 'S1');
    expect(rule).toMatchObject({ verdict: 'not-met', points: 0, outOf: 2, cases: 5, failed: 4 });
    expect(rule.evidence.map((item) => item.case)).toEqual(['suite/a', 'suite/b', 'suite/c']);
    expect(rule.evidence[0]?.message).toBe('S1 does not hold');
    expect(rule.evidence.map(({ replay }) => replay)).toEqual([
      'grade explain <report> S1 --replay <submission>',
      null,
      null,
    ]);
  });

  it('is not measured without any case', () => {
    const rule = ruleOf(scoreOf({ rules: { status: 'measured', cases: [] } }), 'S1');
    expect(rule).toMatchObject({ verdict: 'not-measured', points: 0 });
    expect(rule.evidence[0]?.message).toBe('no hidden case of this rule was run');
  });

  it('is not measured with the cause where the suites broke', () => {
    expect(ruleOf(scoreOf({ rules: kitFault }), 'W1')).toMatchObject({
      verdict: 'not-measured',
      evidence: [{ case: null, message: 'the check broke', replay: null, story: null }],
    });
  });
});

describe('findings', () => {
  it('of the types check fail the types rule and the gate, counted and with the first place', () => {
    const findings = [30, 3].map((line) => aFinding({ rule: 'types', line, column: 4, message: 'TS2322: no.' }));
    const score = scoreOf({ types: { status: 'measured', findings } });
    expect(ruleOf(score, 'Q1')).toMatchObject({ verdict: 'not-met', points: 0 });
    expect(score.gate).toEqual({
      passed: false,
      reasons: ['2 type errors, first: src/payment-processor.ts:3:4 TS2322: no.'],
    });
  });

  it('of the patterns check fail the gate only where they are that severe', () => {
    const points = scoreOf({ patterns: { status: 'measured', findings: [aFinding({ severity: 'points' })] } });
    expect(ruleOf(points, 'Q2').verdict).toBe('not-met');
    expect(points.gate.passed).toBe(true);
    const gate = scoreOf({ patterns: { status: 'measured', findings: [aFinding()] } });
    expect(ruleOf(gate, 'Q2').verdict).toBe('not-met');
    expect(gate.gate.reasons).toEqual([
      expect.stringMatching(/^1 banned pattern: src\/payment-processor\.ts:12:8 no-any: /),
    ]);
  });

  it('for information cost nothing', () => {
    const score = scoreOf({ patterns: { status: 'measured', findings: [aFinding({ severity: 'info' })] } });
    expect(ruleOf(score, 'Q2').verdict).toBe('met');
    expect(score.gate.passed).toBe(true);
  });
});

it('the gate passes what it could not look at, and says so', () => {
  expect(scoreOf({ types: kitFault }).gate).toEqual({
    passed: true,
    reasons: ['Q1 could not be looked at: the check broke'],
  });
});

it('own tests count for nothing where the challenge does not say how', () => {
  const rule = ruleOf(
    scoreOf({ tests: { status: 'measured', tests: [anOwnTest()], problems: [], suite: aSuite() } }),
    'T1',
  );
  expect(rule).toMatchObject({ verdict: 'not-measured', points: 0, outOf: 20 });
});

describe('the load rule', () => {
  const exactly = (median: number) => ({ median, low: median, high: median });
  const cost = (median: number) => loadFigures({ cost: exactly(median), noise: exactly(1) });

  it.each([
    ['at the end of the full band', cost(3), 'met', 10],
    ['just past it', cost(3.01), 'not-met', 7],
    ['just before the end of the bands', cost(9.99), 'not-met', 7],
    ['at the end of the bands', cost(10), 'not-met', 4],
    ['hungry for memory', loadFigures({ memory: 5 }), 'not-met', 8],
    ['leaking', loadFigures({ memory: 86 }), 'not-met', 6],
    ['answering wrongly', loadFigures({ problem: 'payment 17 got no reply' }), 'not-met', 0],
  ] as const)('for a solution %s', (_, load, verdict, points) => {
    expect(scoreOf({ load }).load).toMatchObject({ id: 'W2', verdict, points, outOf: 10 });
  });

  it('says what went wrong under load', () => {
    expect(scoreOf({ load: loadFigures({ problem: 'payment 17 got no reply' }) }).load.message).toBe(
      'payment 17 got no reply',
    );
  });

  it.each([
    ['at the end of the full band', { cost: { median: 2.95, low: 2.8, high: 3.05 } }],
    ['at the end of the bands', { cost: { median: 10, low: 9.8, high: 10.2 } }],
    ['inside a band by less than the noise', { cost: { median: 2.9, low: 2.88, high: 2.92 } }],
    ['of memory at the end of the full band', { memory: 3.05 }],
  ])('is not measured where the interval does not decide: %s', (_, figures) => {
    const { load, score } = scoreOf({ load: loadFigures(figures) });
    expect(load).toMatchObject({ verdict: 'not-measured', points: 0 });
    expect(load.message).toContain('too near the end of a band');
    expect(score.outOf).toBe(70);
  });

  it('is not measured where noise alone reaches out of the band around 1', () => {
    const noise = { median: 1.02, low: 0.9, high: 1.6 };
    expect(scoreOf({ load: loadFigures({ noise }) }).load.message).toContain('too noisy');
  });

  it.each([0.66, 1.51])('is not measured on a machine whose reference takes %d times its own cost', (median) => {
    const { load, score } = scoreOf({ load: loadFigures({ noise: { median, low: median, high: median } }) });
    expect(load).toMatchObject({ verdict: 'not-measured', points: 0 });
    expect(load.message).toContain('too noisy');
    expect(score.outOf).toBe(70);
  });

  it('is not measured where the figures are not numbers, which JSON could not hold', () => {
    expect(scoreOf({ load: loadFigures({ memory: NaN }) }).load).toMatchObject({
      verdict: 'not-measured',
      evidence: null,
    });
  });
});

it('a rule with cases carries the hash of its cases, a rule without none', () => {
  const rules = { status: 'measured', cases: casesFailing(), caseHashes: { S2: `sha256:${'b'.repeat(64)}` } } as const;
  const score = scoreOf({ rules });
  expect(ruleOf(score, 'S2').casesHash).toBe(rules.caseHashes.S2);
  expect(ruleOf(score, 'Q1').casesHash).toBeNull();
});
