import type { MutantResult, Report, Verdict } from '../../model/report.ts';
import { allRules } from '../all-rules.ts';
import type { RuleFact } from './cohort.ts';

/** What statistics need of one report: little enough to hold tens of thousands. */
export interface ReportFacts {
  /** Equal for reports whose rules and totals measure the same thing. */
  readonly likeness: string;
  readonly like: {
    readonly challenge: string;
    readonly version: string;
    readonly hash: string;
    readonly kit: string;
    readonly node: string;
  };
  /** Equal for two gradings of one hand-in. */
  readonly person: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly complete: boolean;
  readonly gatePassed: boolean;
  readonly capped: boolean;
  /** Points of 100 of what was measured, after caps. */
  readonly percent: number;
  readonly verdicts: readonly Verdict[];
  readonly points: readonly number[];
  readonly rules: readonly RuleFact[];
  readonly mutants: readonly Pick<MutantResult, 'id' | 'title' | 'status'>[];
}

/** Keeps one object for what thousands of reports say alike. */
export interface Keep {
  readonly like: (value: ReportFacts['like']) => ReportFacts['like'];
  readonly verdicts: (value: ReportFacts['verdicts']) => ReportFacts['verdicts'];
  readonly points: (value: ReportFacts['points']) => ReportFacts['points'];
  readonly rules: (value: ReportFacts['rules']) => ReportFacts['rules'];
  readonly mutant: (value: ReportFacts['mutants'][number]) => ReportFacts['mutants'][number];
}

/** A `Keep` of its own for one reading. */
export function keepOnce(): Keep {
  return { like: once(), verdicts: once(), points: once(), rules: once(), mutant: once() };
}

function once<T>(): (value: T) => T {
  const kept = new Map<string, T>();
  return (value) => {
    const key = JSON.stringify(value);
    const known = kept.get(key);
    if (known === undefined) kept.set(key, value);
    return known ?? value;
  };
}

export function factsOf(report: Report, keep: Keep): ReportFacts {
  const { result, run, score } = report;
  const rules = allRules(report);
  const { id: challenge, version, hash } = result.challenge;
  const like = keep.like({ challenge, version, hash, kit: run.kit, node: run.node });
  return {
    likeness: `${hash} ${run.kit} ${run.node}`,
    like,
    person: `${result.submission.id} ${result.submission.treeHash}`,
    startedAt: run.startedAt,
    complete: !result.submission.notes.some(({ kind }) => kind === 'missing-entry'),
    gatePassed: result.gate.passed,
    capped: score.cappedBy !== null,
    percent: score.outOf === 0 ? 0 : (100 * score.got) / score.outOf,
    verdicts: keep.verdicts(rules.map(({ verdict }) => verdict)),
    points: keep.points(rules.map(({ points }) => points)),
    rules: keep.rules(rules.map(({ id, title, outOf }) => ({ id, title, outOf }))),
    mutants: result.tests.mutants.map(({ id, title, status }) => keep.mutant({ id, title, status })),
  };
}
