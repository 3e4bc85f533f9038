/** Runs hidden suites against one source folder after the other; what they share is made once. */

import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { checkRules } from '../checks/rules/check-rules.ts';
import type { Challenge } from '../model/challenge.ts';
import type { CaseResult } from '../model/evidence.ts';
import { buildHost } from '../sandbox/build-host.ts';
import { bundleParts, bundleSolution } from '../sandbox/bundle-solution.ts';
import { PORTABLE } from '../sandbox/isolation/confinement.ts';

export interface Workbench {
  readonly challenge: Challenge;
  /** The bundled host of the subject. */
  readonly hostPath: string;
  /** An empty folder for scripts. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** A solution that is ready to be judged. */
export interface Bundled {
  readonly bundlePath: string;
  /** What each part (store, processor) consists of: the same code behaves the same. */
  readonly parts: ReadonlyMap<string, string>;
}

export async function openWorkbench(challenge: Challenge, folder: string, signal: AbortSignal): Promise<Workbench> {
  return { challenge, folder, signal, hostPath: await buildHost(folder) };
}

/** Bundles the trusted sources in `root`, which need not be staged. */
export async function bundleFolder({ challenge, folder }: Workbench, root: string, name: string): Promise<Bundled> {
  const { entry, allowedPackages } = challenge;
  const options = { stagedRoot: root, allowedPackages, keepNames: true };
  const bundlePath = join(folder, `${name}.js`);
  const [whole, ...parts] = await Promise.all([
    bundleSolution({ ...options, entry }),
    ...Object.entries(entry).map(async ([part, path]) => {
      const { code } = await bundleParts(new Map([[part, `./${path}`]]), options);
      return [part, code] as const;
    }),
  ]);
  await writeFile(bundlePath, whole.code);
  return { bundlePath, parts: new Map(parts) };
}

export interface SuitesRun {
  /** Absolute paths. */
  readonly suites: readonly string[];
  readonly seed: number;
  /** Judges at work side by side. */
  readonly workers: number;
}

/** The cases of the suites, or the fault of ours that kept them from being judged. */
export async function runSuites(
  { challenge, hostPath, signal }: Workbench,
  { bundlePath }: Bundled,
  { suites, seed, workers }: SuitesRun,
): Promise<readonly CaseResult[] | string> {
  if (suites.length === 0) return [];
  // Trusted sources: they need no walls, and a subject starts faster without.
  const subject = { hostPath, bundlePath, confinement: PORTABLE };
  const evidence = await checkRules({ challenge: { ...challenge, suites }, subject, seed, workers, signal });
  return evidence.status === 'measured' ? evidence.cases : evidence.cause;
}

/**
 * The suites that can tell `bundled` from `model`, whose cases are `cases`. A rule whose part has the name of an entry file is
 * judged on that part alone, so a part with the model's code needs no second look.
 */
export function tellingSuites(
  { rules, suites, entry }: Challenge,
  {
    bundled,
    model,
    cases,
  }: { readonly bundled: Bundled; readonly model: Bundled; readonly cases: readonly CaseResult[] },
): readonly string[] {
  const changed = Object.keys(entry).filter((part) => bundled.parts.get(part) !== model.parts.get(part));
  if (changed.length === 0) return [];
  const untouched = Object.keys(entry).filter((part) => !changed.includes(part));
  const settled = new Set(rules.filter(({ part }) => untouched.includes(part)).map(({ id }) => id));
  const telling = new Set(cases.filter(({ rule }) => !settled.has(rule)).map(suiteOf));
  return suites.filter((path) => telling.has(basename(path, '.suite.ts')));
}

function suiteOf({ id }: CaseResult): string {
  return id.split('/', 1).join('');
}
