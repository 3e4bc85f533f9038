/** The rules check: the challenge's hidden suites, run under vitest in the judge against the candidate's solution. */

import { basename } from 'node:path';
import { createVitest } from 'vitest/node';
import type { Challenge } from '../../model/challenge.ts';
import type { Measured, RulesEvidence } from '../../model/evidence.ts';
import { keepRoll } from '../../sandbox/subject-roll.ts';
import { KIT_ROOT } from '../../sandbox/kit-root.ts';
import type { SuiteSettings } from '../../judge/settings.ts';
import { CaseCollector } from './collect-cases.ts';
import { hashCases } from './hash-cases.ts';

export interface RulesOptions {
  readonly challenge: Challenge;
  readonly settings: SuiteSettings;
  /** Judges at work side by side, each with a subject of its own. */
  readonly workers: number;
  readonly signal: AbortSignal;
}

/** Runs every hidden suite; a judge that fails is our fault, whatever the solution does is evidence. */
export async function checkRules(options: RulesOptions): Promise<Measured<RulesEvidence>> {
  const collector = new CaseCollector();
  const exitCode = process.exitCode;
  const vitest = await createVitest(
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
      passWithNoTests: true,
      provide: { judge: options.settings },
      sequence: { shuffle: false },
    },
    { logLevel: 'silent' },
  );
  const roll = keepRoll(options.settings.bundlePath);
  const stop = (): void => void vitest.cancelCurrentRun('keyboard-input');
  options.signal.addEventListener('abort', stop, { once: true });
  try {
    await vitest.start();
    options.signal.throwIfAborted();
    const evidence = collector.evidence();
    if (evidence.status !== 'measured') return evidence;
    return { ...evidence, caseHashes: hashCases(evidence.cases, options.challenge.suiteHashes) };
  } finally {
    options.signal.removeEventListener('abort', stop);
    await vitest.close();
    roll.close();
    // Failed cases are results here, not a failure of this process.
    process.exitCode = exitCode;
  }
}

/** Every suite, or the one that holds the case that is asked for. */
function suitesFor({ challenge, settings: { only } }: RulesOptions): string[] {
  const file = only === undefined ? undefined : `${only.slice(0, only.indexOf('/'))}.suite.ts`;
  return challenge.suites.filter((path) => file === undefined || basename(path) === file);
}
