import { shuffle } from 'simple-statistics';

import { UsageError } from '../../errors.ts';
import type { Report, Result } from '../../model/report.ts';
import { compareText } from '../../score/compare-findings.ts';
import { seededRandom } from '../statistics/seeded-random.ts';
import { orderingThreshold, scoreInterval, scoreVariance } from '../statistics/weighted-score.ts';
import { alignRules } from './align-rules.ts';
import type { ComparedReport, ComparedTests, Comparison, LikeGroup, PointsApart, Regraded } from './comparison.ts';
import { labelReports } from './label-reports.ts';
import { handInKey, regradedFrom } from './regraded.ts';
import { groupAlike, measuredOutcomes, unmeasuredRules } from './like-groups.ts';

export interface CompareOptions {
  /** Chooses the order of the columns, which says nothing; an integer from 0 to 2^32 - 1. */
  readonly seed: number;
  /** Names by the submission's id or its neutral id; empty to show no names. */
  readonly names: ReadonlyMap<string, string>;
  /** Earlier reports on the same hand-ins, to show what the new grading changes. */
  readonly before?: readonly Report[];
}

/** Compares reports rule by rule. Throws a `UsageError` for reports of different challenges, whose rules have nothing in common. */
export function compareReports(given: readonly Report[], { seed, names, before = [] }: CompareOptions): Comparison {
  const challenges = [...new Set(given.map(({ result }) => result.challenge.id))];
  const [challenge = ''] = challenges;
  if (challenges.length > 1)
    throw new UsageError(`These reports are of different challenges: ${challenges.join(', ')}.`);
  const reports = inRandomOrder(given, seed);
  const groups = groupAlike(reports);
  const labels = labelReports(reports, names);
  return {
    schema: 'grade.comparison/1',
    challenge,
    versions: [...new Set(reports.map(({ result }) => result.challenge.version))],
    seed,
    named: names.size > 0,
    columns: reports.map((report, index) => describeReport(report, labels[index] ?? '', groupOf(groups, index))),
    rows: alignRules(reports),
    groups,
    apart: pointsApart(reports, groups),
    regraded: regradedOf(reports, before, labels),
  };
}

/** The order depends on the seed and on what was handed in, not on who was named first. */
function inRandomOrder(reports: readonly Report[], seed: number): readonly Report[] {
  const key = ({ result, run }: Report): string =>
    `${result.submission.treeHash} ${result.submission.id} ${result.challenge.hash} ${run.startedAt}`;
  const keyed = reports.map((report) => [key(report), report] as const).toSorted(([a], [b]) => compareText(a, b));
  return shuffle(
    keyed.map(([, report]) => report),
    seededRandom(seed),
  );
}

function describeReport(report: Report, label: string, group: number): ComparedReport {
  const { load } = report.measurement;
  const usable = load.evidence !== null && load.evidence.problem === null ? load.evidence : null;
  return {
    label,
    group,
    score: report.score,
    sum: scoreInterval(measuredOutcomes(report)),
    unmeasured: unmeasuredRules(report),
    gate: report.result.gate,
    tests: describeTests(report.result.tests),
    load: {
      verdict: load.verdict,
      points: load.points,
      outOf: load.outOf,
      figures: usable === null ? null : { cost: usable.cost, memory: usable.memory },
    },
  };
}

/** Computing for too long notices only bugs that hang, which have the status `killed`; an invalid mutant says nothing. */
function describeTests({ valid, invalid, mutants }: Result['tests']): ComparedTests {
  const judged = mutants.filter(({ status }) => status !== 'invalid');
  const killed = judged.filter(({ status }) => status === 'killed').length;
  return { valid, ran: valid + invalid, mutants: { killed, outOf: judged.length } };
}

function groupOf(groups: readonly LikeGroup[], index: number): number {
  return groups.findIndex(({ members }) => members.includes(index));
}

function pointsApart(reports: readonly Report[], groups: readonly LikeGroup[]): PointsApart | null {
  const [one, other, third] = reports;
  if (one === undefined || other === undefined || third !== undefined || groups.length > 1) return null;
  const points = one.score.got - other.score.got;
  const variances = [one, other].map((report) => scoreVariance(measuredOutcomes(report)));
  const threshold = orderingThreshold(variances) ?? 0;
  return { points, margin: threshold, clear: Math.abs(points) >= threshold };
}

function regradedOf(
  reports: readonly Report[],
  before: readonly Report[],
  labels: readonly string[],
): readonly Regraded[] {
  const earlier = new Map(before.map((report) => [handInKey(report), report]));
  return reports.flatMap((report, index) => {
    const old = earlier.get(handInKey(report));
    return old === undefined ? [] : [regradedFrom(old, report, labels[index] ?? '')];
  });
}
