/** What a cohort's reports say about the challenge, as data. Strings are as they stand in the reports, not yet printable. */

import type { Estimate } from '../statistics/proportion.ts';

export interface RuleFact {
  readonly id: string;
  readonly title: string;
  readonly outOf: number;
}

/** A count with its denominator; the estimate is `null` where there are too few to tell. */
export interface Share {
  readonly count: number;
  readonly of: number;
  readonly share: Estimate | null;
}

/** Which reports the statistics are about, and which not. */
export interface Coverage {
  /** Reports that could be read. */
  readonly read: number;
  /** Files that are no readable reports. */
  readonly broken: number;
  /** Earlier gradings of a hand-in that was graded again. */
  readonly repeated: number;
  /** Reports of other challenges, states of it, kits or runtimes, each kind with its number. */
  readonly unlike: readonly { readonly what: string; readonly reports: number }[];
  /** People (hand-ins) that the figures are about. */
  readonly people: number;
  readonly challenge: string;
  readonly version: string;
  readonly hash: string;
  readonly kit: string;
  readonly node: string;
}

/** A step of the funnel: those who also passed every step before it. */
export interface FunnelStep extends Share {
  readonly name: string;
  /** The same count over everybody. */
  readonly ofAll: Share;
}

export interface RuleStatistics extends RuleFact {
  /** How many met it, of those for whom it was measured: its difficulty, the other way round. */
  readonly met: Share;
  /** Correlation with the points on all other rules; `null` where there are too few to tell. */
  readonly discrimination: Estimate | null;
}

/** How far totals can be trusted, over the people for whom all of `rules` were measured. */
export interface CohortReliability {
  readonly people: number;
  /** Rules in the sum; the others were measured for too few. */
  readonly rules: number;
  readonly outOf: number;
  readonly alpha: Estimate;
  /** Standard error of measurement in points. */
  readonly standardError: Estimate;
  readonly mean: Estimate;
  /** In points. */
  readonly standardDeviation: number;
}

export interface CutStatistics {
  /** Points of 100. */
  readonly cut: number;
  /** At or above the cut. */
  readonly passing: Share;
  /** `null` where there are too few to tell. */
  readonly consistency: { readonly agreement: Estimate; readonly kappa: Estimate } | null;
}

export interface MutantStatistics {
  readonly id: string;
  readonly title: string;
  /** Own test suites that noticed the bug, of those that it was tried on. */
  readonly killed: Share;
  /** Suites that only computed for too long on it; not among `killed`. */
  readonly timeouts: number;
}

export interface WeekStatistics {
  /** ISO 8601: `2026-W07`. */
  readonly week: string;
  readonly people: number;
  /** Mean of the points of 100; `null` where there are too few to tell. */
  readonly percent: Estimate | null;
}

/** A rule that more, or fewer, people met in the later half of the cohort than in the earlier one. */
export interface RuleDrift {
  readonly id: string;
  readonly title: string;
  readonly earlier: Share;
  readonly later: Share;
  /** later less earlier; the interval allows for the number of rules that were looked at. */
  readonly difference: Estimate;
}

export interface CohortStatistics {
  readonly schema: 'grade.cohort/1';
  readonly coverage: Coverage;
  readonly funnel: readonly FunnelStep[];
  readonly rules: readonly RuleStatistics[];
  /** `null` where there are too few to tell, or nothing varies. */
  readonly reliability: CohortReliability | null;
  /** `null` where no cut was named. */
  readonly cut: CutStatistics | null;
  readonly mutants: readonly MutantStatistics[];
  readonly weeks: readonly WeekStatistics[];
  readonly drift: readonly RuleDrift[];
}
