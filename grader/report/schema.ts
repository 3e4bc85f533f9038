/** The shape of `report.json`. Fields that a later version adds are skipped, so that older kits read newer reports. */

import { z } from 'zod';

import type { LoadDetails, LoadEvidence } from '../model/evidence.ts';
import type { Report, Result, Run, RuleResult, Signature, SourceExcerpt, SuiteResult } from '../model/report.ts';
import type { Story } from '../model/story.ts';
import type { FileChange } from '../model/submission.ts';

const count = z.int().min(0);
const verdict = z.enum(['met', 'not-met', 'not-measured', 'not-applicable']);
const hash = z.string().regex(/^sha256:[0-9a-f]{64}$/);
const ratio = z.object({ median: z.number(), low: z.number(), high: z.number() });
const pair = z.object({ candidate: z.number(), reference: z.number() });
const cappedBy = z.object({ rule: z.string(), cap: count }).nullable();

const story = z.object({
  lanes: z.array(z.string()),
  steps: z.array(z.object({ atMs: z.number(), from: z.string(), to: z.string().nullable(), text: z.string() })),
  omitted: count,
  expected: z.string().nullable(),
  got: z.string().nullable(),
}) satisfies z.ZodType<Story>;

const rule = z.object({
  id: z.string(),
  part: z.string(),
  title: z.string(),
  verdict,
  points: count,
  outOf: count,
  cases: count,
  failed: count,
  // Reports of earlier kits have none.
  casesHash: hash.nullable().default(null),
  evidence: z.array(
    z.object({
      case: z.string().nullable(),
      message: z.string(),
      replay: z.string().nullable(),
      // Reports of earlier kits have none.
      story: story.nullable().default(null),
    }),
  ),
}) satisfies z.ZodType<RuleResult>;

const finding = z.object({
  rule: z.string(),
  severity: z.enum(['gate', 'points', 'info']),
  file: z.string(),
  line: count,
  column: count,
  message: z.string(),
});

const ownTest = z.object({
  name: z.string(),
  status: z.enum(['passed', 'failed', 'skipped']),
  message: z.string().nullable(),
});

const note = z.object({
  kind: z.enum(['given-file-changed', 'skipped', 'ignored', 'missing-entry']),
  path: z.string(),
  message: z.string(),
});

const change = z.object({
  path: z.string(),
  status: z.enum(['added', 'changed', 'unchanged', 'removed']),
  lines: count,
  linesAdded: count,
  linesRemoved: count,
}) satisfies z.ZodType<FileChange>;

const excerpt = z.object({
  file: z.string(),
  firstLine: count,
  lines: z.array(z.string()),
}) satisfies z.ZodType<SourceExcerpt>;

const mutant = z.object({
  id: z.string(),
  // Reports of earlier kits have neither.
  theme: z.string().default(''),
  title: z.string().default(''),
  status: z.enum(['killed', 'survived', 'timeout', 'invalid']),
  by: z.array(z.string()),
});

const suite = z.object({
  valid: z.array(z.string()),
  dropped: z.array(
    z.object({ name: z.string(), reason: z.enum(['broken', 'over-fitted', 'flaky', 'not-run']), message: z.string() }),
  ),
  ownCode: z.array(z.string()),
  themes: z.array(z.object({ id: z.string(), title: z.string(), killed: count, outOf: count })),
}) satisfies z.ZodType<SuiteResult>;

const result = z.object({
  challenge: z.object({ id: z.string(), version: z.string(), hash }),
  submission: z.object({ id: z.string(), treeHash: hash, notes: z.array(note), changes: z.array(change).default([]) }),
  seed: count,
  gate: z.object({ passed: z.boolean(), reasons: z.array(z.string()) }),
  rules: z.array(rule),
  findings: z.array(finding),
  sources: z.array(excerpt).default([]),
  tests: z.object({
    valid: count,
    invalid: count,
    skipped: count,
    failures: z.array(ownTest),
    problems: z.array(z.string()),
    suite: suite.nullable().default(null),
    mutants: z.array(mutant),
  }),
  points: z.object({ got: count, outOf: count, cappedBy }),
}) satisfies z.ZodType<Result>;

const loadDetails = z.object({
  workloads: z.array(z.object({ name: z.string(), costUs: pair, ratio })),
  growth: z.object({
    costs: z.array(z.object({ keys: count, costUs: pair })),
    exponent: pair,
    measuredTo: count,
    upTo: count,
  }),
  bytesPerExpired: pair,
  latencyMs: z.object({ p50: pair, p99: pair }),
  machine: z.object({
    model: z.string(),
    cpus: count,
    boundTo: count.nullable(),
    costsFrom: z.enum(['system', 'runtime']),
    waiting: z.number(),
  }),
}) satisfies z.ZodType<LoadDetails>;

const loadEvidence = z.object({
  status: z.literal('measured'),
  throughput: pair,
  cost: ratio,
  heapBytesPerPayment: pair,
  memory: z.number(),
  noise: ratio,
  problem: z.string().nullable(),
  // Reports of earlier kits have none.
  details: loadDetails.nullable().default(null),
}) satisfies z.ZodType<LoadEvidence>;

const load = rule
  .pick({ id: true, part: true, title: true, verdict: true, points: true, outOf: true })
  .extend({ message: z.string(), evidence: loadEvidence.nullable() });

const run = z.object({
  kit: z.string(),
  node: z.string(),
  isolation: z.enum(['full', 'namespaces', 'portable']),
  seed: count,
  startedAt: z.iso.datetime(),
  durationMs: z.number().min(0),
  timings: z.array(
    z.object({
      step: z.enum(['types', 'patterns', 'rules', 'tests', 'load', 'stage', 'bundle', 'report']),
      durationMs: z.number().min(0),
    }),
  ),
  faults: z.array(z.string()),
}) satisfies z.ZodType<Run>;

const signature = z.object({
  keyId: hash,
  algorithm: z.literal('ed25519'),
  value: z.base64(),
}) satisfies z.ZodType<Signature>;

export const reportSchema = z.object({
  schema: z.literal('grade.report/1'),
  audience: z.enum(['interviewer', 'candidate']).default('interviewer'),
  signature: signature.nullable().default(null),
  result,
  measurement: z.object({ load }),
  score: z.object({ got: count, outOf: count, cappedBy, rulesMet: count, rulesMeasured: count }),
  run,
}) satisfies z.ZodType<Report>;

/** The published JSON Schema of a report: `docs/report.schema.json`. */
export function reportJsonSchema(): object {
  return { title: 'Report of one graded submission', ...z.toJSONSchema(reportSchema, { io: 'input' }) };
}
