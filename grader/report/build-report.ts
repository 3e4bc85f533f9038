/** Puts a report together from what the earlier steps found out. Pure. */

import type { Challenge } from '../model/challenge.ts';
import { CHECK_NAMES } from '../model/challenge.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Report, Result, Run } from '../model/report.ts';
import type { Submission } from '../model/submission.ts';
import { compareFindings } from '../score/compare-findings.ts';
import type { SubmissionScore } from '../score/score-submission.ts';
import { excerptSources } from './excerpt-sources.ts';
import { ownTestsResult } from './own-tests-result.ts';

export interface ReportInput {
  readonly challenge: Challenge;
  readonly submission: Submission;
  readonly evidence: Evidence;
  readonly score: SubmissionScore;
  /** Text by path, for the files that findings stand in. */
  readonly sources: ReadonlyMap<string, string>;
  /** The facts of the run; `faults` holds those that the evidence does not tell. */
  readonly run: Run;
}

/** The report of one grading. Faults of ours that show in the evidence are added to `run.faults`. */
export function buildReport({ challenge, submission, evidence, score, sources, run }: ReportInput): Report {
  const findings = findingsIn(evidence);
  return {
    schema: 'grade.report/1',
    audience: 'interviewer',
    signature: null,
    result: {
      challenge: { id: challenge.id, version: challenge.version, hash: challenge.hash },
      submission: {
        id: submission.id,
        treeHash: submission.treeHash,
        notes: submission.notes,
        changes: submission.changes,
      },
      seed: run.seed,
      gate: score.gate,
      rules: score.rules,
      findings,
      sources: excerptSources(findings, sources),
      tests: ownTestsResult(evidence.tests, challenge.ownTests),
      points: score.points,
    },
    measurement: { load: score.load },
    score: score.score,
    run: { ...run, faults: [...new Set([...run.faults, ...faultsIn(challenge, evidence)])] },
  };
}

/** Every finding of the checks, sorted. */
export function findingsIn({ types, patterns }: Evidence): Result['findings'] {
  return [types, patterns]
    .flatMap((check) => (check.status === 'measured' ? check.findings : []))
    .sort(compareFindings);
}

function faultsIn(challenge: Challenge, evidence: Evidence): readonly string[] {
  const broken = CHECK_NAMES.flatMap((name) => {
    const check = evidence[name];
    return check.status === 'not-measured' && check.fault === 'kit' ? [`${name}: ${check.cause}`] : [];
  });
  return [...broken, ...strayCases(challenge, evidence)];
}

/** Rules that lost their cases and cases that lost their rule. */
function strayCases({ rules }: Challenge, evidence: Evidence): readonly string[] {
  if (evidence.rules.status !== 'measured') return [];
  const asked = rules.filter(({ check }) => check === 'rules').map(({ id }) => id);
  const ran = new Set(evidence.rules.cases.map(({ rule }) => rule));
  return [
    ...asked.filter((id) => !ran.has(id)).map((id) => `rules: no hidden case of ${id} was run`),
    ...[...ran]
      .filter((id) => !asked.includes(id))
      .sort()
      .map((id) => `rules: cases name the unknown rule ${id}`),
  ];
}
