/** From single outcomes to a verification: coverage by rule, redundant cases, and everything that has to be mended. */

import type { Challenge } from '../model/challenge.ts';
import type { CaseResult } from '../model/evidence.ts';
import type { JudgedMutant } from './judge-mutant.ts';
import type { Mutant } from './mutants.ts';
import type { MutantCheck, RuleCheck, SubmissionCheck, Verification } from './verification.ts';

export interface Outcomes {
  readonly challenge: Challenge;
  readonly seeds: readonly number[];
  /** Whether everything was judged: only then is what is missing an error. */
  readonly whole: boolean;
  /** What is wrong with the texts of the challenge. */
  readonly texts: readonly string[];
  readonly submissions: readonly SubmissionCheck[];
  readonly judged: readonly JudgedMutant[];
  /** Mutants that nobody asked for. */
  readonly leftOut: readonly Mutant[];
  /** The hidden cases, as the model answer met them. */
  readonly cases: readonly CaseResult[];
}

export function summarize(outcomes: Outcomes): Verification {
  const { challenge, seeds, whole, texts, submissions, judged, leftOut, cases } = outcomes;
  const mutants = judged.map(({ check }) => check);
  const rules = challenge.rules.map(({ id, title }) => ruleCheck(id, title, cases, mutants));
  const failing = new Set(judged.flatMap((mutant) => mutant.failing));
  return {
    challenge: { id: challenge.id, version: challenge.version, hash: challenge.hash },
    seeds,
    rules,
    submissions,
    mutants,
    leftOut: leftOut.map(({ id }) => id),
    medianLost: median(mutants.map(({ lost }) => lost.length)),
    redundant: whole ? cases.map(({ id }) => id).filter((id) => !failing.has(id)) : null,
    errors: [
      ...texts,
      ...(whole ? gaps(challenge, rules, leftOut) : []),
      ...submissions.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`)),
      ...mutants.flatMap(({ id, problems }) => problems.map((problem) => `${id}: ${problem}`)),
    ],
  };
}

function ruleCheck(
  id: string,
  title: string,
  cases: readonly CaseResult[],
  mutants: readonly MutantCheck[],
): RuleCheck {
  return {
    id,
    title,
    cases: cases.filter(({ rule }) => rule === id).length,
    mutants: mutants.filter(({ breaks }) => breaks[0] === id).length,
    lostBy: mutants.filter(({ lost }) => lost.includes(id)).length,
  };
}

/** Rules that nothing tests, or whose tests nothing tests. */
function gaps({ rules }: Challenge, checks: readonly RuleCheck[], leftOut: readonly Mutant[]): readonly string[] {
  return rules.flatMap(({ id, check }) => {
    const found = checks.find((rule) => rule.id === id);
    if (check === 'tests' || found === undefined) return [];
    return [
      ...(check === 'rules' && found.cases === 0 ? [`${id} has no hidden case`] : []),
      ...(found.mutants + found.lostBy === 0 && leftOut.every(({ breaks }) => breaks[0] !== id)
        ? [`${id} is broken by no mutant`]
        : []),
    ];
  });
}

/** The upper one of two middles. */
function median(counts: readonly number[]): number | null {
  const sorted = counts.toSorted((one, other) => one - other);
  return sorted[Math.floor(sorted.length / 2)] ?? null;
}
