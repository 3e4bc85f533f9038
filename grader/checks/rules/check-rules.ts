/** The rules check: the challenge's hidden suites, run under vitest in the judge against the candidate's solution. */

import { basename } from 'node:path';
import { createVitest, type Vitest } from 'vitest/node';
import type { Challenge } from '../../model/challenge.ts';
import type { Measured, RulesEvidence } from '../../model/evidence.ts';
import type { SubjectOptions } from '../../sandbox/subject-command.ts';
import { SubjectPool } from '../../sandbox/subject-pool.ts';
import { KIT_ROOT } from '../../sandbox/kit-root.ts';
import type { SuiteSettings } from '../../judge/settings.ts';
import { CaseCollector } from './collect-cases.ts';
import { hashCases } from './hash-cases.ts';
import { withPrivateData } from './private-data.ts';

/** Heap of a subject under the hidden suites, in MiB. */
const HEAP_MIB = 256;

/** What a solution may compute in all cases together, in milliseconds of CPU time; the model answer takes about 5 seconds. */
const CPU_MS = 300_000;

/** Characters of a value in a message: both sides of a comparison, where they differ, should fit. */
const SHOWN_VALUE = 200;

export interface RulesOptions {
  readonly challenge: Challenge;
  readonly subject: Pick<SubjectOptions, 'hostPath' | 'bundlePath' | 'confinement'>;
  /** Chooses the values and orders that the suites leave open. */
  readonly seed: number;
  /** The only case to run, by its id; all of them unless given. */
  readonly only?: string;
  /** Judges at work side by side, each with a subject of its own. */
  readonly workers: number;
  readonly signal: AbortSignal;
}

/** Runs every hidden suite; a judge that fails is our fault, whatever the solution does is evidence. */
export async function checkRules(options: RulesOptions): Promise<Measured<RulesEvidence>> {
  const exitCode = process.exitCode;
  const pool = new SubjectPool({ ...options.subject, heapMiB: HEAP_MIB }, { size: options.workers, cpuMs: CPU_MS });
  try {
    return await runSuites(options, pool);
  } finally {
    await pool.close();
    // Failed cases are results here, not a failure of this process.
    process.exitCode = exitCode;
  }
}

async function runSuites(options: RulesOptions, pool: SubjectPool): Promise<Measured<RulesEvidence>> {
  const collector = new CaseCollector();
  const { seed, only } = options;
  const settings: SuiteSettings = { pool: pool.name, seed, ...(only === undefined ? {} : { only }) };
  const vitest = await withPrivateData(() => startVitest(options, { collector, settings }));
  const stop = (): void => {
    pool.stop();
    void vitest.cancelCurrentRun('keyboard-input');
  };
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    options.signal.throwIfAborted();
    await vitest.start();
    options.signal.throwIfAborted();
    const evidence = collector.evidence();
    if (evidence.status !== 'measured') return evidence;
    return { ...evidence, caseHashes: hashCases(evidence.cases, options.challenge.suiteHashes) };
  } finally {
    options.signal.removeEventListener('abort', stop);
    await vitest.close();
  }
}

interface Run {
  readonly collector: CaseCollector;
  readonly settings: SuiteSettings;
}

function startVitest(options: RulesOptions, { collector, settings }: Run): Promise<Vitest> {
  return createVitest(
    'test',
    {
      config: false,
      root: KIT_ROOT,
      include: suitesFor(options),
      exclude: [],
      watch: false,
      pool: 'threads',
      isolate: false,
      maxWorkers: options.workers,
      testTimeout: 0,
      hookTimeout: 0,
      reporters: [collector],
      chaiConfig: { truncateThreshold: SHOWN_VALUE },
      passWithNoTests: true,
      provide: { judge: settings },
      sequence: { shuffle: false },
    },
    { logLevel: 'silent' },
  );
}

/** Every suite, or the one that holds the case that is asked for. */
function suitesFor({ challenge, only }: RulesOptions): string[] {
  const file = only === undefined ? undefined : `${only.slice(0, only.indexOf('/'))}.suite.ts`;
  return challenge.suites.filter((path) => file === undefined || basename(path) === file);
}
