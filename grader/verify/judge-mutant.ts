/** What one mutant loses, and which hidden cases notice it. */

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { grade } from '../grade.ts';
import type { Challenge, CheckName } from '../model/challenge.ts';
import type { CaseResult } from '../model/evidence.ts';
import { allRules } from '../report/all-rules.ts';
import { writeMutant, type Mutant } from './mutants.ts';
import type { MutantCheck } from './verification.ts';
import { bundleFolder, runSuites, tellingSuites, type Bundled, type Workbench } from './workbench.ts';

export interface JudgeMutantOptions {
  readonly workbench: Workbench;
  readonly model: { readonly bundled: Bundled; readonly cases: readonly CaseResult[] };
  readonly seeds: readonly number[];
  /** Whether rules that depend on the machine are judged, where the mutant breaks them. */
  readonly load: boolean;
}

export interface JudgedMutant {
  readonly check: MutantCheck;
  /** Ids of the hidden cases that fail because of it, under any seed. */
  readonly failing: readonly string[];
}

interface Run {
  readonly lost: ReadonlySet<string>;
  readonly failing: readonly string[];
  readonly faults: readonly string[];
}

/** Judges a mutant by the suites that can tell it from the model answer, and by the other checks whose rules it names. */
export async function judgeMutant(mutant: Mutant, options: JudgeMutantOptions): Promise<JudgedMutant> {
  const { workbench, model, seeds } = options;
  const { challenge, folder } = workbench;
  const root = join(folder, mutant.id);
  await mkdir(root);
  try {
    await writeMutant(mutant, challenge, root);
    const bundled = await bundleFolder(workbench, root, `${mutant.id}.solution`);
    const suites = tellingSuites(challenge, { bundled, model: model.bundled, cases: model.cases });
    const byCases: Run[] = [];
    // Other mutants are judged meanwhile.
    for (const seed of seeds) byCases.push(runOf(await runSuites(workbench, bundled, { suites, seed, workers: 1 })));
    return conclude(mutant, challenge, { byCases, others: await judgeOtherwise(mutant, root, options) });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

function runOf(cases: readonly CaseResult[] | string): Run {
  if (typeof cases === 'string') return { lost: new Set(), failing: [], faults: [cases] };
  const failed = cases.filter(({ status }) => status === 'failed');
  // A case that was not tried says nothing about what it can find.
  const tried = failed.filter(({ message }) => message?.startsWith('not tried again') !== true);
  return { lost: new Set(failed.map(({ rule }) => rule)), failing: tried.map(({ id }) => id), faults: [] };
}

async function judgeOtherwise(
  { breaks }: Mutant,
  submission: string,
  { workbench: { challenge, signal }, load }: JudgeMutantOptions,
): Promise<Run> {
  const named = challenge.rules.filter(({ id }) => breaks.includes(id)).map(({ check }) => check);
  const checks = new Set<CheckName>(named.filter((name) => name !== 'rules' && (load || name !== 'load')));
  if (checks.size === 0) return { lost: new Set(), failing: [], faults: [] };
  const report = await grade({ submission, challenge, seed: 1, checks, signal, onStep: () => undefined });
  const lost = allRules(report).filter(({ verdict }) => verdict === 'not-met');
  return { lost: new Set(lost.map(({ id }) => id)), failing: [], faults: report.run.faults };
}

function conclude(
  { id, breaks }: Mutant,
  { rules }: Challenge,
  { byCases, others }: { readonly byCases: readonly Run[]; readonly others: Run },
): JudgedMutant {
  const lostUnder = byCases.map((run) => {
    return rules.map((rule) => rule.id).filter((rule) => run.lost.has(rule) || others.lost.has(rule));
  });
  const [lost = []] = lostUnder;
  const differing = lostUnder.find((other) => other.join() !== lost.join());
  const strange = lost.filter((rule) => !breaks.includes(rule));
  const problems = [
    ...[...byCases, others].flatMap(({ faults }) => faults),
    ...(lost.includes(breaks[0]) ? [] : [`keeps ${breaks[0]}, which it breaks`]),
    ...(strange.length === 0 ? [] : [`loses ${strange.join(', ')}, which it does not name`]),
    ...(differing === undefined ? [] : [`loses ${list(lost)} under one seed and ${list(differing)} under another`]),
  ];
  return { check: { id, breaks, lost, problems }, failing: byCases.flatMap(({ failing }) => failing) };
}

function list(rules: readonly string[]): string {
  return rules.join(', ') || 'nothing';
}
