/** Grades mutants: which rules does each one lose? */

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { grade } from '../grade.ts';
import type { Challenge, CheckName } from '../model/challenge.ts';
import { allRules } from '../report/all-rules.ts';
import { withPrivateFolder } from '../submission/private-folder.ts';
import { writeMutant, type Mutant } from './mutants.ts';

export interface MutantVerdict {
  readonly mutant: Mutant;
  /** Ids of the rules that are not met, in the challenge's order. */
  readonly lost: readonly string[];
  /** Whether it loses the rule that it breaks first of all. */
  readonly killed: boolean;
  /** Faults of the kit while it was graded. */
  readonly faults: readonly string[];
}

export interface JudgeMutantsOptions {
  readonly challenge: Challenge;
  readonly mutants: readonly Mutant[];
  readonly seed: number;
  readonly signal: AbortSignal;
}

/** Grades one mutant after the other and yields as they are done. A mutant is asked only for the checks of the rules it breaks, and for the hidden suites. */
export async function* judgeMutants(options: JudgeMutantsOptions): AsyncGenerator<MutantVerdict> {
  for (const mutant of options.mutants) yield await judgeMutant(mutant, options);
}

function judgeMutant(mutant: Mutant, { challenge, seed, signal }: JudgeMutantsOptions): Promise<MutantVerdict> {
  return withPrivateFolder(async (folder) => {
    const submission = join(folder, mutant.id);
    await mkdir(submission);
    await writeMutant(mutant, challenge, submission);
    const checks = checksFor(mutant, challenge);
    const report = await grade({ submission, challenge, seed, checks, signal, onStep: () => undefined });
    const lost = allRules(report)
      .filter(({ verdict }) => verdict === 'not-met')
      .map(({ id }) => id);
    return { mutant, lost, killed: lost.includes(mutant.breaks[0]), faults: report.run.faults };
  });
}

function checksFor({ breaks }: Mutant, challenge: Challenge): ReadonlySet<CheckName> {
  const named = challenge.rules.filter(({ id }) => breaks.includes(id)).map(({ check }) => check);
  return new Set<CheckName>(['rules', ...named]);
}
