/** Builds small challenges, evidence and reports for the tests of scoring and reporting. */

import { readFileSync } from 'node:fs';
import path from 'node:path';

import { parseManifest } from '../../grader/challenge/parse-manifest.ts';
import type { Challenge } from '../../grader/model/challenge.ts';
import type {
  CaseResult,
  Evidence,
  Finding,
  LoadDetails,
  LoadEvidence,
  OwnTest,
  JudgedMutant,
  SuiteEvidence,
  WorkloadCost,
} from '../../grader/model/evidence.ts';
import type { Report, Run } from '../../grader/model/report.ts';
import type { Story } from '../../grader/model/story.ts';
import type { Submission } from '../../grader/model/submission.ts';
import { buildReport } from '../../grader/report/build-report.ts';
import type { RenderContext } from '../../grader/reporters/render-context.ts';
import { scoreSubmission } from '../../grader/score/score-submission.ts';

const manifestFile = path.resolve(import.meta.dirname, '../../challenges/idempotent-payments/challenge.json');

const { ownTests, ...manifest } = parseManifest(readFileSync(manifestFile, 'utf8'), 'challenge.json');

/** The challenge "idempotent payments" as its manifest has it, but that own tests are not scored; its folders lead nowhere. */
export const challenge: Challenge = {
  ...manifest,
  hash: `sha256:${'c'.repeat(64)}`,
  root: '/nowhere/challenge',
  skeletonRoot: '/nowhere/skeleton',
  referenceRoot: '/nowhere/reference',
  suites: [],
  suiteHashes: {},
  ownTestsPlan: null,
};

/** The same with own tests scored. */
export const scoringOwnTests: Challenge = ownTests === undefined ? challenge : { ...challenge, ownTests };

/** One passing case for each rule that has cases, failing for the rules named here. */
export function casesFailing(...rules: readonly string[]): readonly CaseResult[] {
  return challenge.rules
    .filter(({ check }) => check === 'rules')
    .map(({ id }) => aCase(id, rules.includes(id) ? 'failed' : 'passed'));
}

/** A case of `rule` with a message that fits its status. */
export function aCase(rule: string, status: CaseResult['status'], name = 'the first case', position = 0): CaseResult {
  const failed = { message: `${rule} does not hold`, story: aStory() };
  return {
    id: `suite/${name}`,
    rule,
    position,
    status,
    ...(status === 'failed' ? failed : { message: null, story: null }),
  };
}

/** Two claims that overlap, told in three steps. */
export function aStory(story: Partial<Story> = {}): Story {
  return {
    lanes: ['call A', 'call B', 'store'],
    steps: [
      { atMs: 0, from: 'call A', to: 'store', text: 'insertPending("key-1")' },
      { atMs: 0, from: 'call B', to: 'store', text: 'insertPending("key-1")' },
      { atMs: 0, from: 'store', to: 'call B', text: 'inserted, for the second time' },
    ],
    omitted: 0,
    expected: 'one of the calls is inserted',
    got: 'both are',
    ...story,
  };
}

export function aFinding(finding: Partial<Finding> = {}): Finding {
  const place = { file: 'src/payment-processor.ts', line: 12, column: 8 };
  return { rule: 'no-any', severity: 'gate', ...place, message: 'any switches the type checker off', ...finding };
}

export function anOwnTest(test: Partial<OwnTest> = {}): OwnTest {
  return { name: 'store.test.ts > claims', status: 'passed', message: null, ...test };
}

/** A suite that holds on every correct implementation and catches one bug of each theme, all there are; with exceptions. */
export function aSuite(suite: Partial<SuiteEvidence> = {}): SuiteEvidence {
  const names = ['store.test.ts > claims', 'store.test.ts > settles', 'store.test.ts > expires'];
  return {
    tests: names.map((name) => ({ name, verdict: 'valid', message: null })),
    mutants: (ownTests?.themes ?? []).map(({ id }) => aMutant(id, 'killed')),
    ownCode: [],
    ...suite,
  };
}

export function aMutant(theme: string, status: JudgedMutant['status'], id = `${theme}-1`): JudgedMutant {
  const by = status === 'killed' ? ['store.test.ts > claims'] : [];
  return { id, theme, title: `something about ${theme} is wrong`, status, by };
}

/** Load figures of a solution as good as the reference on a quiet machine. */
export function loadFigures(load: Partial<LoadEvidence> = {}): LoadEvidence {
  return {
    status: 'measured',
    throughput: { candidate: 41_230, reference: 49_870 },
    cost: { median: 1.21, low: 1.15, high: 1.32 },
    heapBytesPerPayment: { candidate: 512, reference: 498 },
    memory: 1.03,
    noise: { median: 1, low: 0.97, high: 1.04 },
    problem: null,
    details: loadDetails(),
    ...load,
  };
}

/** What stands behind them. */
export function loadDetails(details: Partial<LoadDetails> = {}): LoadDetails {
  const workload = (name: string, candidate: number, reference: number): WorkloadCost => ({
    name,
    costUs: { candidate, reference },
    ratio: { median: candidate / reference, low: 0.9 * (candidate / reference), high: 1.1 * (candidate / reference) },
  });
  return {
    workloads: [
      workload('fresh', 30, 25),
      workload('replayed', 14, 13),
      workload('joined', 6, 6),
      workload('interleaved', 40, 32),
    ],
    growth: {
      costs: [
        { keys: 1_414, costUs: { candidate: 2.5, reference: 2.25 } },
        { keys: 11_314, costUs: { candidate: 3, reference: 2.5 } },
        { keys: 80_000, costUs: { candidate: 3.5, reference: 2.75 } },
      ],
      exponent: { candidate: 1.08, reference: 1.05 },
      measuredTo: 100_000,
      upTo: 100_000,
    },
    bytesPerExpired: { candidate: 2, reference: 0 },
    latencyMs: { p50: { candidate: 50, reference: 50 }, p99: { candidate: 110, reference: 110 } },
    machine: { model: 'Processor', cpus: 2, boundTo: 1, costsFrom: 'system', waiting: 0.02 },
    ...details,
  };
}

/** The evidence of a flawless solution, with exceptions. */
export function evidenceWith(evidence: Partial<Evidence> = {}): Evidence {
  return {
    types: { status: 'measured', findings: [] },
    patterns: { status: 'measured', findings: [] },
    rules: { status: 'measured', cases: casesFailing() },
    tests: {
      status: 'measured',
      tests: [anOwnTest(), anOwnTest({ name: 'store.test.ts > settles' })],
      problems: [],
      suite: null,
    },
    load: loadFigures(),
    ...evidence,
  };
}

export interface ReportParts {
  readonly evidence?: Partial<Evidence>;
  readonly submission?: Partial<Submission>;
  readonly run?: Partial<Run>;
  readonly challenge?: Partial<Challenge>;
  readonly sources?: Readonly<Record<string, string>>;
}

/** A report as the pipeline would build it. */
export function reportWith(parts: ReportParts = {}): Report {
  const judged = { ...challenge, ...parts.challenge };
  const evidence = evidenceWith(parts.evidence);
  return buildReport({
    challenge: judged,
    evidence,
    score: scoreSubmission(judged, evidence),
    sources: new Map(Object.entries(parts.sources ?? {})),
    submission: {
      id: 'alice',
      source: '/nowhere/alice',
      stagedRoot: '/nowhere/staged',
      treeHash: `sha256:${'a'.repeat(64)}`,
      files: [],
      changes: [],
      notes: [],
      ...parts.submission,
    },
    run: {
      kit: '0.1.0',
      node: '26.10.0',
      isolation: 'full',
      seed: 1,
      startedAt: '2026-11-23T12:00:00.000Z',
      durationMs: 3120,
      timings: [{ step: 'rules', durationMs: 900 }],
      faults: [],
      ...parts.run,
    },
  });
}

export function contextWith(context: Partial<RenderContext> = {}): RenderContext {
  const paths = { html: 'reports/alice/report.html', json: 'reports/alice/report.json' };
  const resultHash = `sha256:${'d'.repeat(64)}`;
  return { audience: 'interviewer', resultHash, challenge, colorLevel: 0, width: 80, paths, ...context };
}
