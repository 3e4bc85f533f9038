import fc from 'fast-check';
import { expect, it } from 'vitest';

import type { CaseResult, Evidence, LoadEvidence } from '../../grader/model/evidence.ts';
import { scoreSubmission } from '../../grader/score/score-submission.ts';
import { aFinding, aStory, challenge, evidenceWith, loadFigures } from '../report/sample-report.ts';

const caseRules = challenge.rules.filter(({ check }) => check === 'rules').map(({ id }) => id);
const uncapped = { ...challenge, rules: challenge.rules.map(({ cap: _, ...rule }) => rule) };

const anyCase: fc.Arbitrary<CaseResult> = fc.record({
  id: fc.string(),
  rule: fc.constantFrom(...caseRules),
  position: fc.nat(),
  status: fc.constantFrom('passed', 'failed'),
  message: fc.option(fc.string()),
  story: fc.constantFrom(null, aStory()),
});

const ratio = fc.double({ min: 0, max: 20, noNaN: true }).map((median) => ({ median, low: median, high: median }));
const anyLoad: fc.Arbitrary<LoadEvidence> = fc
  .record({ cost: ratio, memory: fc.double(), noise: ratio, problem: fc.option(fc.string()) })
  .map(loadFigures);

const notMeasured = fc.record({
  status: fc.constant('not-measured' as const),
  fault: fc.constantFrom('kit' as const, 'machine' as const, 'not-asked' as const),
  cause: fc.string(),
});

const findings = fc.array(fc.constantFrom('gate', 'points', 'info').map((severity) => aFinding({ severity })));
const measuredFindings = fc.record({ status: fc.constant('measured' as const), findings });

const anyEvidence: fc.Arbitrary<Evidence> = fc
  .record({
    types: fc.oneof(measuredFindings, notMeasured),
    patterns: fc.oneof(measuredFindings, notMeasured),
    rules: fc.oneof(
      fc.record({ status: fc.constant('measured' as const), cases: fc.array(anyCase, { maxLength: 60 }) }),
      notMeasured,
    ),
    load: fc.oneof(anyLoad, notMeasured),
  })
  .map(evidenceWith);

it('points stay between 0 and what was at stake', () => {
  fc.assert(
    fc.property(anyEvidence, (evidence) => {
      const { score, points, load, rules } = scoreSubmission(challenge, evidence);
      for (const { got, outOf } of [
        score,
        points,
        ...[...rules, load].map((rule) => ({ ...rule, got: rule.points })),
      ]) {
        expect(Number.isInteger(got)).toBe(true);
        expect(got).toBeGreaterThanOrEqual(0);
        expect(got).toBeLessThanOrEqual(outOf);
      }
      expect(score.rulesMet).toBeLessThanOrEqual(score.rulesMeasured);
      expect(score.outOf).toBeLessThanOrEqual(100);
    }),
  );
});

it('a case that passes instead of failing never lowers the total', () => {
  const cases = fc.array(anyCase, { minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(anyEvidence, cases, fc.nat(), (evidence, before, pick) => {
      const after = before.map((result, index) =>
        index === pick % before.length ? { ...result, status: 'passed' as const } : result,
      );
      const [worse, better] = [before, after].map((list) =>
        scoreSubmission(challenge, { ...evidence, rules: { status: 'measured', cases: list } }),
      );
      expect(better?.score.got).toBeGreaterThanOrEqual(worse?.score.got ?? NaN);
      expect(better?.score.outOf).toBe(worse?.score.outOf);
      expect(better?.points.got).toBeGreaterThanOrEqual(worse?.points.got ?? NaN);
    }),
  );
});

it('caps only ever lower a total, and never above their share', () => {
  fc.assert(
    fc.property(anyEvidence, (evidence) => {
      const { score } = scoreSubmission(challenge, evidence);
      const free = scoreSubmission(uncapped, evidence).score;
      expect(score.got).toBeLessThanOrEqual(free.got);
      expect(score.outOf).toBe(free.outOf);
      if (score.cappedBy === null) expect(score.got).toBe(free.got);
      else expect(score.got * 100).toBeLessThanOrEqual(score.cappedBy.cap * score.outOf);
    }),
  );
});

it('what is not measured leaves the denominator with its points', () => {
  fc.assert(
    fc.property(anyEvidence, (evidence) => {
      const { score, rules, load } = scoreSubmission(uncapped, evidence);
      const measured = [...rules, load].filter(({ verdict }) => verdict !== 'not-measured');
      expect(score.outOf).toBe(measured.reduce((sum, { outOf }) => sum + outOf, 0));
      expect(score.got).toBe(measured.reduce((sum, { points }) => sum + points, 0));
    }),
  );
});

it('the order in which cases and findings came in does not count', () => {
  const evidenceAndOrder = anyEvidence.chain((evidence) =>
    fc.tuple(
      fc.constant(evidence),
      evidence.rules.status === 'measured' ? shuffled(evidence.rules.cases) : fc.constant([]),
    ),
  );
  fc.assert(
    fc.property(evidenceAndOrder, ([evidence, cases]) => {
      fc.pre(
        evidence.rules.status === 'measured' && new Set(cases.map(({ position }) => position)).size === cases.length,
      );
      const other = { ...evidence, rules: { status: 'measured' as const, cases } };
      expect(scoreSubmission(challenge, other)).toEqual(scoreSubmission(challenge, evidence));
    }),
  );
});

function shuffled<T>(items: readonly T[]): fc.Arbitrary<T[]> {
  return fc.shuffledSubarray([...items], { minLength: items.length });
}
