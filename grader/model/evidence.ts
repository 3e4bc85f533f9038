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
  /**
   * `broken`: fails on every one of them; `over-fitted`: on some; `flaky`: not always the same way on one; `skipped`: never ran;
   * `not-run`: passed where it ran, and on one of them the suite was over before its turn came.
   */
  readonly verdict: 'valid' | 'broken' | 'over-fitted' | 'flaky' | 'skipped' | 'not-run';
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
  /** Bootstrap interval of the median, 95 %; in reports of kit 0.1.0 the smallest and the largest slice ratio. */
  readonly low: number;
  readonly high: number;
}

/** A figure of the candidate's beside the reference's. */
export interface Beside {
  readonly candidate: number;
  readonly reference: number;
}

export interface LoadEvidence {
  readonly status: 'measured';
  /** Payments per second of CPU time. */
  readonly throughput: Beside;
  /**
   * CPU time per payment with the largest number of keys, candidate/reference: below 1 is faster than the reference. Where the candidate alone
   * was slow at times and the median undecided, it is the ratio of means, and `low` its end in the candidate's favour.
   */
  readonly cost: Ratio;
  /** Live heap per remembered payment in bytes after a forced collection. */
  readonly heapBytesPerPayment: Beside;
  /** Live heap after twenty lifetimes of a record, candidate/reference: per remembered payment, with what expired ones have left. */
  readonly memory: number;
  /** Reference against reference in the same run: what this machine's noise alone does to `cost`. */
  readonly noise: Ratio;
  /** A wrong or missing reply under load; such a subject earns nothing here. */
  readonly problem: string | null;
  /** `null` where there is a problem and in reports of earlier kits. */
  readonly details: LoadDetails | null;
}

/** What stands behind the figures of the load run. */
export interface LoadDetails {
  readonly workloads: readonly WorkloadCost[];
  readonly growth: LoadGrowth;
  /** Bytes of an expired payment that are still held when the store had the traffic to drop it. */
  readonly bytesPerExpired: Beside;
  /** Virtual time of a payment in milliseconds: a provider of 50 ms, whose answer is lost once to 10 % of payments, twice to 1 %, three times to 0.1 %. */
  readonly latencyMs: { readonly p50: Beside; readonly p99: Beside };
  readonly machine: LoadMachine;
}

/** One kind of load: `fresh` keys, `replayed` ones, `joined` by many callers, `interleaved` with answers out of order. */
export interface WorkloadCost {
  readonly name: string;
  /** CPU time per payment in microseconds, without that of the harness. */
  readonly costUs: Beside;
  readonly ratio: Ratio;
}

/** How the cost of a claim depends on the number of keys in the store. */
export interface LoadGrowth {
  /** In ascending order of keys. */
  readonly costs: readonly { readonly keys: number; readonly costUs: Beside }[];
  /** The total cost of n claims grows as n to the power of this: 1 is a constant cost per claim, 2 one that grows with the number of keys. */
  readonly exponent: Beside;
  /** The number of keys up to which there was time to measure; `cost` beyond it is predicted for `upTo` keys. */
  readonly measuredTo: number;
  /** The number of keys that `cost` holds for. */
  readonly upTo: number;
}

export interface LoadMachine {
  /** Its processor, as the system calls it. */
  readonly model: string;
  /** How many CPUs it has. */
  readonly cpus: number;
  /** The CPU that all subjects were bound to; `null` where they could not be. */
  readonly boundTo: number | null;
  /** `system`: CPU times were read from outside; `runtime`: the subject's host told them. */
  readonly costsFrom: 'system' | 'runtime';
  /** The share of the time in which subjects were ready to run and something else had the CPU, from 0 to 1. */
  readonly waiting: number;
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
