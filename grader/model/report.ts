/** The report: the versioned JSON that everything else reads. `result` is deterministic, the rest is not. */

import type { Finding, LoadEvidence, OwnTest, Timing } from './evidence.ts';
import type { Story } from './story.ts';
import type { FileChange, StagingNote } from './submission.ts';

/** `not-measured` is never the candidate's fault; `not-applicable` is a rule that this submission cannot be asked. */
export type Verdict = 'met' | 'not-met' | 'not-measured' | 'not-applicable';

/** One observation that explains a verdict. */
export interface RuleEvidence {
  /** The case, or `null` where the evidence is not a case. */
  readonly case: string | null;
  /** What happened, in one line. */
  readonly message: string;
  /** The command that shows it again, or `null`. */
  readonly replay: string | null;
  /** How the case came to that, for the simplest failing case of a rule; `null` elsewhere. */
  readonly story: Story | null;
}

export interface RuleResult {
  readonly id: string;
  readonly part: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** Points got, 0 ≤ points ≤ outOf. */
  readonly points: number;
  /** Points at stake; they leave every denominator while the verdict is `not-measured` or `not-applicable`. */
  readonly outOf: number;
  /** Hidden cases that ran; 0 for a rule that is judged on findings. */
  readonly cases: number;
  /** How many of them failed. */
  readonly failed: number;
  /**
   * `sha256:…` over the ids of the rule's cases and the suites that they stand in: where two reports agree on it, the rule was put
   * to both in the same way. `null` for a rule without cases and in reports of earlier kits.
   */
  readonly casesHash: string | null;
  /** At most three observations, the first failing case first; the reason where nothing was measured. */
  readonly evidence: readonly RuleEvidence[];
}

export interface Gate {
  readonly passed: boolean;
  /** One line each: why it failed, and what could not be looked at (which alone fails nothing). */
  readonly reasons: readonly string[];
}

/** The cap that holds a total down. */
export interface AppliedCap {
  readonly rule: string;
  /** Of 100. */
  readonly cap: number;
}

export interface Points {
  readonly got: number;
  readonly outOf: number;
  /** The strictest cap in force, also where the sum is below it anyway. */
  readonly cappedBy: AppliedCap | null;
}

/** A mutant and the tests that noticed it: one row of the kill matrix. */
export interface MutantResult {
  readonly id: string;
  /** Id of the theme that it counts for; empty in reports of earlier kits. */
  readonly theme: string;
  /** The bug in one line, for interviewers; empty in reports of earlier kits. */
  readonly title: string;
  /** `timeout`: tests only computed for too long on it, which kills a mutant that hangs and no other; `invalid`: it could not be judged. */
  readonly status: 'killed' | 'survived' | 'timeout' | 'invalid';
  /** Names of the valid tests that fail on it, in their order. */
  readonly by: readonly string[];
}

/** How many mutants of one theme the own tests caught; says nothing about any one of them, so that a candidate may see it. */
export interface ThemeResult {
  readonly id: string;
  readonly title: string;
  readonly killed: number;
  /** Mutants of the theme that could be judged. */
  readonly outOf: number;
}

/** A test that does not count. */
export interface DroppedTest {
  readonly name: string;
  /**
   * `broken`: fails on every correct implementation; `over-fitted`: on some; `flaky`: not always the same way on one; `not-run`: the suite was over
   * before its turn came, which is not held against it.
   */
  readonly reason: 'broken' | 'over-fitted' | 'flaky' | 'not-run';
  /** What happened where it did not pass, in one line. */
  readonly message: string;
}

/** What the own tests are worth, found out on correct implementations and on mutants of ours. */
export interface SuiteResult {
  /** Tests that pass on every correct implementation, every time, in their order. */
  readonly valid: readonly string[];
  readonly dropped: readonly DroppedTest[];
  /** Test files that reach modules of the candidate's own, which are the same whatever implementation is tested; one line each. */
  readonly ownCode: readonly string[];
  /** In the challenge's order. */
  readonly themes: readonly ThemeResult[];
}

/** A stretch of the candidate's source around findings, so that the report can be read without the submission. */
export interface SourceExcerpt {
  /** Relative to the submission. */
  readonly file: string;
  /** Number of the first line, 1-based. */
  readonly firstLine: number;
  /** Printable, at most 160 characters each. */
  readonly lines: readonly string[];
}

/** Deterministic: the same submission gives the same bytes on any machine with the same kit, challenge and seed. */
export interface Result {
  readonly challenge: { readonly id: string; readonly version: string; readonly hash: string };
  readonly submission: {
    readonly id: string;
    readonly treeHash: string;
    readonly notes: readonly StagingNote[];
    /** What the candidate made of the skeleton; empty in reports of earlier kits. */
    readonly changes: readonly FileChange[];
  };
  readonly seed: number;
  readonly gate: Gate;
  /** Every rule of the challenge but the load rule, in its order. */
  readonly rules: readonly RuleResult[];
  /** Sorted by file, line, column and rule. */
  readonly findings: readonly Finding[];
  /** The lines around the first findings, in order and without overlap; at most 300 lines in all. */
  readonly sources: readonly SourceExcerpt[];
  /** The candidate's own tests on the candidate's own solution. */
  readonly tests: {
    /** Tests that pass there. */
    readonly valid: number;
    /** Tests that fail there. */
    readonly invalid: number;
    readonly skipped: number;
    /** The failing ones, in the order of their names. */
    readonly failures: readonly OwnTest[];
    readonly problems: readonly string[];
    /** What the suite is worth on implementations of ours; `null` where that was not found out. */
    readonly suite: SuiteResult | null;
    /** What the suite does to implementations with one bug each; empty where `suite` is `null`. */
    readonly mutants: readonly MutantResult[];
  };
  /** The sum over `rules`, cap applied: the load rule is left out. */
  readonly points: Points;
}

/** The load rule, which stands apart from the other rules because it depends on the machine. */
export interface LoadResult {
  readonly id: string;
  readonly part: string;
  readonly title: string;
  /** `met` only for full marks; `not-met` may still have some of its points. */
  readonly verdict: Verdict;
  readonly points: number;
  readonly outOf: number;
  /** Why, in one line. */
  readonly message: string;
  /** `null` where there are no usable figures. */
  readonly evidence: LoadEvidence | null;
}

/** What depends on the machine. */
export interface Measurement {
  readonly load: LoadResult;
}

export type Isolation = 'full' | 'namespaces' | 'portable';

/** Provenance. */
export interface Run {
  readonly kit: string;
  readonly node: string;
  readonly isolation: Isolation;
  readonly seed: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly durationMs: number;
  readonly timings: readonly Timing[];
  /** What went wrong on our side; each makes the exit code 4. */
  readonly faults: readonly string[];
}

/** Everything measured, the load rule included: `outOf` is 100 less what was not measured. */
export interface Score {
  readonly got: number;
  readonly outOf: number;
  readonly cappedBy: AppliedCap | null;
  readonly rulesMet: number;
  readonly rulesMeasured: number;
}

/** Who may see a report: everything, what became of the own work, or what is needed to check it. */
export type Audience = 'interviewer' | 'candidate' | 'auditor';

/** Vouches for a whole report: for all of its members but itself. */
export interface Signature {
  /** `sha256:…` of the public key (SPKI, DER). */
  readonly keyId: string;
  readonly algorithm: 'ed25519';
  /** Base64 of the signature over the report in canonical form (RFC 8785). */
  readonly value: string;
}

export interface Report {
  readonly schema: 'grade.report/1';
  /** `interviewer`: the whole report, which the auditor gets too; `candidate`: what may be shown to the candidate. */
  readonly audience: Exclude<Audience, 'auditor'>;
  /** `null` where no key was given. */
  readonly signature: Signature | null;
  readonly result: Result;
  readonly measurement: Measurement;
  readonly score: Score;
  readonly run: Run;
}
