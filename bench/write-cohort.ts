/** Reports of people who do not exist, as the pipeline would build them: the same ones for the same seed. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Challenge } from '../grader/model/challenge.ts';
import type { CaseResult, Evidence, LoadEvidence } from '../grader/model/evidence.ts';
import type { MutantResult, Report } from '../grader/model/report.ts';
import type { Story } from '../grader/model/story.ts';
import { buildReport } from '../grader/report/build-report.ts';
import { seededRandom } from '../grader/report/statistics/seeded-random.ts';
import type { Random } from '../grader/report/statistics/seeded-random.ts';
import { scoreSubmission } from '../grader/score/score-submission.ts';

const FIRST_DAY = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;
const WEEKS = 26;

/** Writes `count` reports as `<folder>/<id>/report.json`. */
export async function writeCohort(folder: string, challenge: Challenge, count: number, seed: number): Promise<void> {
  const random = seededRandom(seed);
  for (let index = 0; index < count; index += 1) {
    const report = reportOf(challenge, index, random);
    const own = join(folder, report.result.submission.id);
    await mkdir(own, { recursive: true });
    await writeFile(join(own, 'report.json'), `${JSON.stringify(report, null, 2)}\n`);
  }
}

/** Somebody's ability decides, beside chance, which rules are met. */
function reportOf(challenge: Challenge, index: number, random: Random): Report {
  const ability = normal(random);
  const evidence = evidenceOf(challenge, ability, random);
  const report = buildReport({
    challenge,
    evidence,
    score: scoreSubmission(challenge, evidence),
    sources: new Map(),
    submission: {
      id: `person-${String(index).padStart(5, '0')}`,
      source: '/nowhere',
      stagedRoot: '/nowhere',
      treeHash: `sha256:${hex(random, 64)}`,
      files: [],
      notes: [],
      changes: [],
    },
    run: {
      kit: '0.1.0',
      node: '26.10.0',
      isolation: 'full',
      seed: 1,
      startedAt: new Date(FIRST_DAY + Math.floor(random() * WEEKS * 7) * DAY_MS).toISOString(),
      durationMs: 3000 + 500 * random(),
      timings: [{ step: 'rules', durationMs: 900 }],
      faults: [],
    },
  });
  return {
    ...report,
    result: { ...report.result, tests: { ...report.result.tests, mutants: mutantsOf(ability, random) } },
  };
}

function evidenceOf({ rules }: Challenge, ability: number, random: Random): Evidence {
  const cases = rules
    .filter(({ check }) => check === 'rules')
    .flatMap(({ id }, position) => casesOf(id, random() < chanceOf(ability, position, rules.length), random));
  const typed = random() < 0.9;
  const finding = { severity: 'gate', file: 'src/payment-processor.ts', line: 12, column: 8 } as const;
  return {
    types: {
      status: 'measured',
      findings: typed ? [] : [{ ...finding, rule: 'types', message: 'TS2322: not assignable' }],
    },
    patterns: { status: 'measured', findings: random() < 0.8 ? [] : [{ ...finding, rule: 'no-any', message: 'any' }] },
    rules: { status: 'measured', cases },
    tests: {
      status: 'measured',
      tests: [{ name: 'store.test.ts > claims', status: 'passed', message: null }],
      problems: [],
      suite: null,
    },
    load: loadOf(random),
  };
}

/** Rasch's model: rules get harder from the first to the last. */
function chanceOf(ability: number, position: number, rules: number): number {
  const difficulty = -2 + (3.5 * position) / rules;
  return 1 / (1 + Math.exp(difficulty - 1.3 * ability));
}

function casesOf(rule: string, met: boolean, random: Random): readonly CaseResult[] {
  const failing = met ? 0 : 1 + Math.floor(random() * 3);
  return Array.from({ length: 4 }, (_, position) => {
    const failed = position < failing;
    return {
      id: `suite-of-${rule}/overlapping calls > ${position + 1} callers with the same key and an equal payload`,
      rule,
      position,
      status: failed ? 'failed' : 'passed',
      message: failed ? `expected one charge for ${position + 2} overlapping callers, and saw ${position + 2}` : null,
      story: failed && position === 0 ? storyOf(random) : null,
    };
  });
}

function storyOf(random: Random): Story {
  const lanes = ['call A', 'call B', 'processor', 'store', 'provider', 'clock'];
  const steps = Array.from({ length: 12 + Math.floor(random() * 24) }, (_, step) => ({
    atMs: step * 10,
    from: lanes[step % lanes.length] ?? 'clock',
    to: lanes[(step + 1) % lanes.length] ?? null,
    text: `insertPending("key-${hex(random, 8)}") answers inserted, for the second time`,
  }));
  return { lanes, steps, omitted: 0, expected: 'one of the calls is inserted', got: 'both are' };
}

function mutantsOf(ability: number, random: Random): readonly MutantResult[] {
  return Array.from({ length: 21 }, (_, index) => {
    const killed = random() < chanceOf(ability, index, 21);
    return {
      id: `mutant-${index + 1}`,
      theme: '',
      title: '',
      status: killed ? 'killed' : 'survived',
      by: killed ? ['store.test.ts > claims'] : [],
    };
  });
}

function loadOf(random: Random): LoadEvidence {
  const cost = 0.8 + 1.6 * random();
  return {
    status: 'measured',
    throughput: { candidate: 50_000 / cost, reference: 50_000 },
    cost: { median: cost, low: cost * 0.95, high: cost * 1.06 },
    heapBytesPerPayment: { candidate: 500 * cost, reference: 500 },
    memory: cost,
    noise: { median: 1, low: 0.97, high: 1.03 },
    problem: null,
    details: null,
  };
}

/** Box and Muller's transformation. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function hex(random: Random, length: number): string {
  return Array.from({ length }, () => Math.floor(16 * random()).toString(16)).join('');
}
