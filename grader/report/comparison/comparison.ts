/** Reports side by side, as data. */

import type { LoadEvidence } from '../../model/evidence.ts';
import type { RuleEvidence, Score, Verdict } from '../../model/report.ts';
import type { Estimate } from '../statistics/proportion.ts';

/** The candidate's own tests in two figures. */
export interface ComparedTests {
  /** Tests that pass on the own solution, of those that ran. */
  readonly valid: number;
  readonly ran: number;
  /** Wrong implementations that the tests notice, of those that they were run on; `outOf` is 0 where own tests are not scored. */
  readonly mutants: { readonly killed: number; readonly outOf: number };
}

export interface ComparedLoad {
  readonly verdict: Verdict;
  readonly points: number;
  readonly outOf: number;
  /** `null` where there are no usable figures. */
  readonly figures: Pick<LoadEvidence, 'cost' | 'memory'> | null;
}

/** One report of a comparison. Its strings are as they stand in the report or the roster, not yet printable. */
export interface ComparedReport {
  /** A name of the roster, or the beginning of the submission's hash; numbered where two reports would share it. */
  readonly label: string;
  /** Which of `Comparison.groups` it belongs to. */
  readonly group: number;
  readonly score: Score;
  /**
   * The sum over the measured rules, which no cap holds down, with the interval that so many rules allow; `null` where nothing
   * was measured.
   */
  readonly sum: Estimate | null;
  /** Ids of the rules that were not measured. */
  readonly unmeasured: readonly string[];
  readonly gate: { readonly passed: boolean; readonly reasons: readonly string[] };
  readonly tests: ComparedTests;
  readonly load: ComparedLoad;
}

export interface ComparedCell {
  readonly verdict: Verdict;
  readonly points: number;
  readonly outOf: number;
  readonly cases: number;
  readonly failed: number;
  readonly evidence: readonly RuleEvidence[];
  /** Whether the rule was put to this submission as to most others of the row; only such cells can be compared. */
  readonly alike: boolean;
}

/** One rule, with a cell for each column; `null` where a report does not know the rule. */
export interface ComparedRule {
  readonly id: string;
  readonly title: string;
  readonly part: string;
  readonly cells: readonly (ComparedCell | null)[];
  /** Whether cells that can be compared disagree on the verdict. */
  readonly differs: boolean;
}

/** Reports whose totals measure the same thing: same challenge, kit, runtime, seed and measured rules. */
export interface LikeGroup {
  /** Indexes of the columns. */
  readonly members: readonly number[];
  /** What its members have in common and other groups do not, as printable phrases; empty where there is one group alone. */
  readonly facts: readonly string[];
  /** People closer than this many points must not be ordered; `null` for a group of one. */
  readonly threshold: number | null;
  /** Points at stake, the rules behind them, and how many rules of equal weight would say as much. */
  readonly outOf: number;
  readonly rules: number;
  readonly effectiveRules: number;
}

/** The first report's points less the second's, in a comparison of two like reports. */
export interface PointsApart {
  readonly points: number;
  /** 1.96 standard errors of the difference. */
  readonly margin: number;
  /** Whether the difference is at least the threshold. */
  readonly clear: boolean;
}

/** A rule on which an earlier and a new grading of one hand-in disagree. */
export interface RegradedRule {
  readonly id: string;
  readonly title: string;
  readonly before: Verdict;
  readonly after: Verdict;
  /** Whether it was put in the same way both times. */
  readonly alike: boolean;
}

/** One hand-in, graded earlier and again. The totals are not subtracted: they may not measure the same thing. */
export interface Regraded {
  readonly label: string;
  readonly before: { readonly got: number; readonly outOf: number; readonly by: string };
  readonly after: { readonly got: number; readonly outOf: number; readonly by: string };
  readonly changes: readonly RegradedRule[];
}

export interface Comparison {
  readonly schema: 'grade.comparison/1';
  readonly challenge: string;
  /** The versions of the challenge that occur. */
  readonly versions: readonly string[];
  /** What put the columns into their order. */
  readonly seed: number;
  /** Whether labels are names of a roster. */
  readonly named: boolean;
  readonly columns: readonly ComparedReport[];
  readonly rows: readonly ComparedRule[];
  /** The largest group first; more than one means that totals of different groups must not be subtracted. */
  readonly groups: readonly LikeGroup[];
  /** For two like reports; `null` otherwise. */
  readonly apart: PointsApart | null;
  /** In the order of the columns; empty where nothing was graded again. */
  readonly regraded: readonly Regraded[];
}
