/** Bundles foreign sources in a process that sees nothing but them, and has a deadline and a limit of memory. */

import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { entryCode, type PartBundle, type PartOptions } from './bundle-solution.ts';
import type { BundlerJob } from './bundler-messages.ts';
import { confinedNode } from './isolation/confined-node.ts';
import type { Confinement } from './isolation/confinement.ts';
import { KIT_ROOT } from './kit-root.ts';
import { runBounded, type BoundedRun } from './run-bounded.ts';

export interface BundlerBounds {
  readonly confinement: Confinement;
  /** Absolute path of all that may be read. */
  readonly stagedRoot: string;
  readonly signal: AbortSignal;
}

export interface BundleJob {
  /** Specifiers relative to the staged root, by name. */
  readonly parts: ReadonlyMap<string, string>;
  readonly options: Omit<PartOptions, 'stagedRoot'>;
}

export interface Bundles {
  /** One for each job. */
  readonly bundles: readonly PartBundle[];
  /** What each of the modules exports itself, by path; nothing of what does not parse. */
  readonly exports: ReadonlyMap<string, readonly string[]>;
}

/** CPU time; honest sources take a tenth of a second. */
const DEADLINE_MS = 10_000;
const HEAP_MIB = 512;

/**
 * Runs all jobs in one process. Sources that exhaust it are a problem of every part. `modules`: relative paths of modules whose
 * exports are asked for.
 */
export async function bundleConfined(
  bounds: BundlerBounds,
  jobs: readonly BundleJob[],
  modules: readonly string[] = [],
): Promise<Bundles> {
  const { stagedRoot } = bounds;
  const messages = [
    ...jobs.map(({ parts, options: { provided = new Map(), ...options } }): BundlerJob => ({
      do: 'bundle',
      parts: [...parts],
      options: { ...options, stagedRoot },
      provided: [...provided],
    })),
    ...modules.map((path): BundlerJob => ({ do: 'list-exports', path: join(stagedRoot, path) })),
  ];
  const run = await runBundler(bounds, messages);
  const exhausted = exhaustionIn(run);
  if (exhausted !== undefined) {
    return { bundles: jobs.map(({ parts }) => nothingBut(exhausted, parts)), exports: new Map() };
  }
  if (run.status !== 'exited' || run.code !== 0) throw new Error(`the bundler failed: ${describe(run)}`);
  const results = resultsSchema.parse(JSON.parse(run.stdout));
  return {
    bundles: results.flatMap((result) => ('code' in result ? [{ ...result, imports: new Map(result.imports) }] : [])),
    exports: new Map(modules.map((path, index) => [path, namesIn(results[jobs.length + index])])),
  };
}

const resultsSchema = z.array(
  z.union([
    z.strictObject({
      code: z.string(),
      problems: z.record(z.string(), z.string()),
      imports: z.array(z.tuple([z.string(), z.array(z.string())])),
    }),
    z.strictObject({ names: z.array(z.string()) }),
  ]),
);

function namesIn(result: z.infer<typeof resultsSchema>[number] | undefined): readonly string[] {
  return result !== undefined && 'names' in result ? result.names : [];
}

function runBundler(
  { confinement, stagedRoot, signal }: BundlerBounds,
  jobs: readonly BundlerJob[],
): Promise<BoundedRun> {
  const script = join(KIT_ROOT, 'grader/sandbox/bundler.ts');
  const [command = '', ...args] = confinedNode(confinement, {
    profile: 'bundler',
    reads: [...PROGRAM, ...esbuildFolders(), stagedRoot],
    // Where they lie outside: so sources and packages find each other, and messages are the same at every level.
    at: (path) => path,
    args: () => ['--no-warnings', '--disable-sigusr1', `--max-old-space-size=${HEAP_MIB}`, script],
  });
  return runBounded({ command, args, cwd: '/', env: {}, input: JSON.stringify(jobs), deadlineMs: DEADLINE_MS, signal });
}

/** The program and what it imports of the kit. */
const PROGRAM = ['grader/sandbox/bundler.ts', 'grader/sandbox/bundle-solution.ts', 'package.json'].map((path) =>
  join(KIT_ROOT, path),
);

/** esbuild's package, and the one that holds its executable. */
function esbuildFolders(): readonly string[] {
  const main = createRequire(import.meta.url).resolve('esbuild');
  const platform = createRequire(main).resolve(`@esbuild/${process.platform}-${process.arch}/package.json`);
  return [dirname(dirname(main)), dirname(platform)];
}

/** What the sources did to the bundler, or `undefined` where it was not their doing. */
function exhaustionIn(run: BoundedRun): string | undefined {
  if (run.status === 'deadline') return `the sources take more than ${DEADLINE_MS / 1000} s to bundle`;
  if (run.status === 'flooded') return 'the bundle of the sources is too large';
  const ended = run.status === 'killed' || (run.status === 'exited' && run.code !== 0);
  return ended && OUT_OF_MEMORY.test(run.stderr) ? 'the sources take too much memory to bundle' : undefined;
}

/** Node's words, and those of the language that esbuild is written in. */
const OUT_OF_MEMORY = /out of memory|heap limit|cannot allocate memory|stack overflow|goroutine stack exceeds/i;

function describe(run: BoundedRun): string {
  if (run.status === 'not-started') return run.cause;
  return run.status === 'exited' ? `code ${run.code}, ${run.stderr.slice(0, 500)}` : run.status;
}

function nothingBut(problem: string, parts: ReadonlyMap<string, string>): PartBundle {
  const problems = new Map([...parts.keys()].map((name) => [name, problem]));
  return { code: entryCode(new Map(), problems), problems: Object.fromEntries(problems), imports: new Map() };
}
