/** What the checks observed. Evidence states facts; only `score/` turns it into verdicts and points. */

import type { CheckName, Severity } from './challenge.ts';
import type { Story } from './story.ts';

/** A located problem in the candidate's source. */
export interface Finding {
  /** The pattern's id (`no-any`) or `types`. */
  readonly rule: string;
  readonly severity: Severity;
  /** Relative to the submission. */
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based, in UTF-16 code units. */
  readonly column: number;
  /** What is there, why it matters and what to write instead: one or two sentences. */
  readonly message: string;
}

/** One hidden case, run. */
export interface CaseResult {
  /** `<suite>/<case title>`: stable over runs, seeds and machines. */
  readonly id: string;
  readonly rule: string;
  /** Where it stands in the suites, files in the order of their names: the simplest cases of a suite come first. */
  readonly position: number;
  readonly status: 'passed' | 'failed';
  /** For a failed case, what happened instead, in one line, at most 500 characters, printable. */
  readonly message: string | null;
  /** How it came to that; `null` for a passed case and where nothing was seen. */
  readonly story: Story | null;
}

/** Why something has no result: the fault of the kit (exit code 4), a property of the machine, or simply not asked for. */
export interface NotMeasured {
  readonly status: 'not-measured';
  readonly fault: 'kit' | 'machine' | 'not-asked';
  readonly cause: string;
}

export interface TypesEvidence {
  readonly status: 'measured';
  readonly findings: readonly Finding[];
}

export interface PatternsEvidence {
  readonly status: 'measured';
  readonly findings: readonly Finding[];
}

export interface RulesEvidence {
  readonly status: 'measured';
  readonly cases: readonly CaseResult[];
  /** By rule: see `RuleResult.casesHash`. A rule that is missing here has no hash. */
  readonly caseHashes?: Readonly<Record<string, string>>;
}

/** One test of the candidate's own, on the candidate's own solution. */
export interface OwnTest {
  /** File and describe path: `store.test.ts > expiry > …`; printable, capped. */
  readonly name: string;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly message: string | null;
}

/** What became of one test on the correct implementations. */
export interface JudgedTest {
  readonly name: string;
  /** `broken`: fails on every one of them; `over-fitted`: on some; `flaky`: not always the same way on one; `skipped`: never ran. */
  readonly verdict: 'valid' | 'broken' | 'over-fitted' | 'flaky' | 'skipped';
  /** What happened where it did not pass, in one printable line; `null` for a valid or skipped one. */
  readonly message: string | null;
}

/** What the valid tests made of one mutant. */
export interface JudgedMutant {
  readonly id: string;
  readonly theme: string;
  /** The bug in one line. */
  readonly title: string;
  readonly status: 'killed' | 'survived' | 'timeout' | 'invalid';
  /** Names of the tests that noticed it, in their order. */
  readonly by: readonly string[];
}

/** The candidate's tests on implementations of ours. */
export interface SuiteEvidence {
  /** In the order of files and appearance. */
  readonly tests: readonly JudgedTest[];
  /** In the challenge's order. */
  readonly mutants: readonly JudgedMutant[];
  /** Test files that reach modules of the candidate's own, one line each. */
  readonly ownCode: readonly string[];
}

export interface TestsEvidence {
  readonly status: 'measured';
  /** The tests on the candidate's own solution, in the order of files and appearance. */
  readonly tests: readonly OwnTest[];
  /** Problems of the suite as a whole: a file that does not load, a run that was stopped. */
  readonly problems: readonly string[];
  /** `null` where there is nothing to run or the challenge does not score own tests. */
  readonly suite: SuiteEvidence | null;
}

/** A ratio candidate/reference over interleaved slices of one run. */
export interface Ratio {
  readonly median: number;
  /** Smallest and largest slice ratio. */
  readonly low: number;
  readonly high: number;
}

export interface LoadEvidence {
  readonly status: 'measured';
  /** Payments per second of wall time, candidate and reference, median slice. */
  readonly throughput: { readonly candidate: number; readonly reference: number };
  /** Cost per payment, candidate/reference: below 1 is faster than the reference. */
  readonly cost: Ratio;
  /** Live heap per remembered payment in bytes after a forced collection. */
  readonly heapBytesPerPayment: { readonly candidate: number; readonly reference: number };
  /** Live heap, candidate/reference. */
  readonly memory: number;
  /** Reference against reference in the same run: what this machine's noise alone does to `cost`. */
  readonly noise: Ratio;
  /** A wrong or missing reply under load; such a subject earns nothing here. */
  readonly problem: string | null;
}

export type Measured<T> = T | NotMeasured;

/** The evidence of one grading, by check. */
export interface Evidence {
  readonly types: Measured<TypesEvidence>;
  readonly patterns: Measured<PatternsEvidence>;
  readonly rules: Measured<RulesEvidence>;
  readonly tests: Measured<TestsEvidence>;
  readonly load: Measured<LoadEvidence>;
}

/** Wall time of one step in milliseconds. */
export interface Timing {
  readonly step: CheckName | 'stage' | 'bundle' | 'report';
  readonly durationMs: number;
}
