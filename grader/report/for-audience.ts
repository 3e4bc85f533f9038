/** What a report says to whom. Nothing reaches a reporter that its reader may not see. */

import type { Rule } from '../model/challenge.ts';
import type { Beside, Finding, LoadDetails, OwnTest, Ratio } from '../model/evidence.ts';
import type { Audience, LoadResult, Report, Result, Run, RuleResult, Verdict } from '../model/report.ts';
import { shownReason } from './shown-reason.ts';

/** The author's words on a rule. */
export type RuleText = Pick<Rule, 'id' | 'summary'>;

const LEFT_OUT = 'Something failed or was left out on our side; it costs no points.';
const FAULT = 'Something failed on our side; what it touches is not measured and costs no points.';

/**
 * The report as `audience` may see it. Interviewers and auditors see all of it. The candidate's is built anew from named fields,
 * so that what is added to reports later stays hidden until somebody decides otherwise.
 */
export function reportFor(report: Report, audience: Audience, texts: readonly RuleText[]): Report {
  switch (audience) {
    case 'interviewer':
    case 'auditor':
      return report;
    case 'candidate':
      return forCandidate(report, texts);
    default:
      return audience satisfies never;
  }
}

/** Verdicts by rule in the author's words, and the candidate's own things. No case, no mutant, no value of a hidden test. */
function forCandidate({ schema, result, measurement, score, run }: Report, texts: readonly RuleText[]): Report {
  const { got, outOf, rulesMet, rulesMeasured } = score;
  return {
    schema,
    audience: 'candidate',
    signature: null,
    result: resultForCandidate(result, texts),
    measurement: { load: loadForCandidate(measurement.load, texts) },
    score: { got, outOf, cappedBy: capOf(score), rulesMet, rulesMeasured },
    run: runForCandidate(run),
  };
}

function resultForCandidate(result: Result, texts: readonly RuleText[]): Result {
  const { challenge, submission, seed, gate, findings, points } = result;
  return {
    challenge: { id: challenge.id, version: challenge.version, hash: challenge.hash },
    submission: {
      id: submission.id,
      treeHash: submission.treeHash,
      notes: submission.notes.map(({ kind, path, message }) => ({ kind, path, message })),
      changes: submission.changes.map(({ path, status, lines, linesAdded, linesRemoved }) => {
        return { path, status, lines, linesAdded, linesRemoved };
      }),
    },
    seed,
    gate: { passed: gate.passed, reasons: gate.passed ? [] : [gateReason(findings)] },
    rules: result.rules.map((rule) => ruleForCandidate(rule, texts)),
    findings: findings.map(ownFinding),
    sources: result.sources.map(({ file, firstLine, lines }) => ({ file, firstLine, lines })),
    tests: testsForCandidate(result.tests),
    points: { got: points.got, outOf: points.outOf, cappedBy: capOf(points) },
  };
}

function ruleForCandidate(
  { id, part, title, verdict, points, outOf }: RuleResult,
  texts: readonly RuleText[],
): RuleResult {
  const message = messageFor(id, verdict, texts);
  const evidence = message === null ? [] : [{ case: null, message, replay: null, story: null }];
  return { id, part, title, verdict, points, outOf, cases: 0, failed: 0, casesHash: null, evidence };
}

/** Own tests by theme; which of our implementations a test failed on, and how, would tell what those look like. */
function testsForCandidate({ valid, invalid, skipped, failures, problems, suite }: Result['tests']): Result['tests'] {
  return {
    valid,
    invalid,
    skipped,
    failures: failures.map(ownTest),
    problems,
    suite: suite && {
      valid: suite.valid,
      dropped: suite.dropped.map(({ name, reason, message }) => ({ name, reason, message: shownReason(message) })),
      ownCode: suite.ownCode,
      themes: suite.themes.map(({ id, title, killed, outOf }) => ({ id, title, killed, outOf })),
    },
    mutants: [],
  };
}

/** The figures are the candidate's own; a reply that was wrong under load would show what was asked. */
function loadForCandidate(load: LoadResult, texts: readonly RuleText[]): LoadResult {
  const { id, part, title, verdict, points, outOf } = load;
  const message = messageFor(id, verdict, texts) ?? title;
  return { id, part, title, verdict, points, outOf, message, evidence: figuresOf(load) };
}

function figuresOf({ evidence }: LoadResult): LoadResult['evidence'] {
  if (evidence === null || evidence.problem !== null) return null;
  const { status, throughput, cost, heapBytesPerPayment, memory, noise, problem, details } = evidence;
  return {
    status,
    throughput: besideOf(throughput),
    cost: ratioOf(cost),
    heapBytesPerPayment: besideOf(heapBytesPerPayment),
    memory,
    noise: ratioOf(noise),
    problem,
    details: details === null ? null : detailsOf(details),
  };
}

function detailsOf({ workloads, growth, bytesPerExpired, latencyMs, machine }: LoadDetails): LoadDetails {
  const { costs, exponent, measuredTo, upTo } = growth;
  const { model, cpus, boundTo, costsFrom, waiting } = machine;
  return {
    workloads: workloads.map(({ name, costUs, ratio }) => ({ name, costUs: besideOf(costUs), ratio: ratioOf(ratio) })),
    growth: {
      costs: costs.map(({ keys, costUs }) => ({ keys, costUs: besideOf(costUs) })),
      exponent: besideOf(exponent),
      measuredTo,
      upTo,
    },
    bytesPerExpired: besideOf(bytesPerExpired),
    latencyMs: { p50: besideOf(latencyMs.p50), p99: besideOf(latencyMs.p99) },
    machine: { model, cpus, boundTo, costsFrom, waiting },
  };
}

function besideOf({ candidate, reference }: Beside): Beside {
  return { candidate, reference };
}

function ratioOf({ median, low, high }: Ratio): Ratio {
  return { median, low, high };
}

function runForCandidate({ kit, node, isolation, seed, startedAt, durationMs, faults }: Run): Run {
  return { kit, node, isolation, seed, startedAt, durationMs, timings: [], faults: faults.length > 0 ? [FAULT] : [] };
}

function gateReason(findings: readonly Finding[]): string {
  const count = findings.filter(({ severity }) => severity === 'gate').length;
  return `${count} ${count === 1 ? 'finding fails' : 'findings fail'} it; each is listed with its place.`;
}

function messageFor(id: string, verdict: Verdict, texts: readonly RuleText[]): string | null {
  if (verdict === 'not-measured') return LEFT_OUT;
  const text = texts.find((one) => one.id === id);
  if (text === undefined) return null;
  return verdict === 'not-met' ? askedSentence(text) : text.summary;
}

/** The author's words beside a verdict that they would seem to contradict. */
export function askedSentence({ summary }: Pick<RuleText, 'summary'>): string {
  return `What is asked: ${summary}`;
}

function capOf({ cappedBy }: Pick<Report['score'], 'cappedBy'>): Report['score']['cappedBy'] {
  return cappedBy === null ? null : { rule: cappedBy.rule, cap: cappedBy.cap };
}

function ownFinding({ rule, severity, file, line, column, message }: Finding): Finding {
  return { rule, severity, file, line, column, message };
}

function ownTest({ name, status, message }: OwnTest): OwnTest {
  return { name, status, message };
}
