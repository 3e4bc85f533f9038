/** From staged sources to one script: nothing outside the staged folder and the allowed packages can get in. */

import { dirname, relative, resolve, sep } from 'node:path';
import { build, type BuildFailure, type Metafile, type Plugin } from 'esbuild';
import type { EntryFiles } from '../model/challenge.ts';

/** The parts of a bundle that the subject can ask for. */
export type PartName = 'contract' | 'store' | 'processor' | 'tests';

export interface BundleOptions {
  /** Absolute path of the staged submission. */
  readonly stagedRoot: string;
  readonly entry: EntryFiles;
  readonly allowedPackages: readonly string[];
  /** Whether classes and functions keep their names where bundling renames them; costs time in code that makes many closures. */
  readonly keepNames: boolean;
}

export interface SolutionBundle {
  /** A script body that fills `exports` with one loader per part. */
  readonly code: string;
  /** Parts that do not compile, with the first problems: they throw this message when they are loaded. */
  readonly problems: Readonly<Partial<Record<PartName, string>>>;
}

/** Bundles contract, store and processor; a part that does not compile leaves the others usable. */
export async function bundleSolution(options: BundleOptions): Promise<SolutionBundle> {
  const parts = new Map<PartName, string>([
    ['contract', './src/contract.ts'],
    ['store', `./${options.entry.store}`],
    ['processor', `./${options.entry.processor}`],
  ]);
  return bundleParts(parts, options);
}

/** Bundles `parts` (specifiers relative to the staged root), leaving out those that do not compile. */
async function bundleParts(parts: ReadonlyMap<PartName, string>, options: BundleOptions): Promise<SolutionBundle> {
  const whole = await tryBundle(entryCode(parts, {}), options);
  if (typeof whole !== 'string') return { code: whole.code, problems: {} };
  const problems: Partial<Record<PartName, string>> = {};
  for (const [name, specifier] of parts) {
    const alone = await tryBundle(entryCode(new Map([[name, specifier]]), {}), options);
    if (typeof alone === 'string') problems[name] = alone;
  }
  const rest = new Map([...parts].filter(([name]) => problems[name] === undefined));
  const partial = await tryBundle(entryCode(rest, problems), options);
  if (typeof partial === 'string') throw new Error(`parts compile alone but not together: ${partial}`);
  return { code: partial.code, problems };
}

function entryCode(parts: ReadonlyMap<PartName, string>, problems: SolutionBundle['problems']): string {
  const loaders = [...parts].map(
    ([name, specifier]) => `exports.${name} = () => require(${JSON.stringify(specifier)});`,
  );
  const failing = Object.entries(problems).map(
    ([name, message]) => `exports.${name} = () => { throw new SyntaxError(${JSON.stringify(message)}); };`,
  );
  return [...loaders, ...failing].join('\n');
}

/** The bundle, or what is wrong with the sources in one line. */
async function tryBundle(contents: string, options: BundleOptions): Promise<{ readonly code: string } | string> {
  try {
    const result = await build({
      stdin: { contents, resolveDir: options.stagedRoot, sourcefile: 'entry.cjs', loader: 'js' },
      absWorkingDir: options.stagedRoot,
      bundle: true,
      write: false,
      metafile: true,
      format: 'cjs',
      platform: 'neutral',
      target: 'node26',
      tsconfigRaw: { compilerOptions: { target: 'es2024', useDefineForClassFields: true } },
      legalComments: 'none',
      keepNames: options.keepNames,
      logLevel: 'silent',
      plugins: [confined(options)],
    });
    assertConfined(result.metafile, options);
    return { code: result.outputFiles[0]?.text ?? '' };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return describeFailure(error);
  }
}

/** Resolves relative specifiers inside the staged folder and allowed packages from the kit, and refuses everything else. */
function confined(options: BundleOptions): Plugin {
  return {
    name: 'confined',
    setup(context) {
      context.onResolve({ filter: /.*/ }, async (args) => {
        if (args.pluginData === RESOLVED) return undefined;
        if (args.kind === 'dynamic-import') return { errors: [{ text: 'dynamic imports are not supported' }] };
        if (!/^\.{1,2}(\/|$)/.test(args.path)) return resolvePackage(args.path, options);
        const found = await context.resolve(args.path, {
          resolveDir: args.resolveDir,
          kind: args.kind,
          importer: args.importer,
          pluginData: RESOLVED,
        });
        if (found.errors.length > 0) return { errors: found.errors };
        return isInside(found.path, options.stagedRoot)
          ? { path: found.path }
          : { errors: [{ text: `"${args.path}" leads out of the submission` }] };
      });
      // Imports with patterns in them are never resolved by name, but every file is loaded by name.
      context.onLoad({ filter: /.*/ }, ({ path }) =>
        isInside(path, options.stagedRoot) || isAllowedPackage(path, options)
          ? undefined
          : { errors: [{ text: 'an import leads out of the submission' }] },
      );
    },
  };
}

/** Marks a resolution that the plugin itself has asked for. */
const RESOLVED = Symbol('resolved');

function resolvePackage(specifier: string, options: BundleOptions): { errors: { text: string }[] } | undefined {
  const allowed = options.allowedPackages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  return allowed ? undefined : { errors: [{ text: `the package "${specifier}" is not available in this exercise` }] };
}

/** Checks the result once more, from what esbuild says that it has read. */
function assertConfined(metafile: Metafile, options: BundleOptions): void {
  for (const input of Object.keys(metafile.inputs)) {
    if (input === 'entry.cjs') continue;
    const path = resolve(options.stagedRoot, input);
    if (!isInside(path, options.stagedRoot) && !isAllowedPackage(path, options)) {
      throw new Error(`the bundle has read ${input}, which is not part of the submission`);
    }
  }
}

function isAllowedPackage(path: string, options: BundleOptions): boolean {
  return options.allowedPackages.some((name) => path.includes(`${sep}node_modules${sep}${name}${sep}`));
}

function isInside(path: string, root: string): boolean {
  const way = relative(root, path);
  return way !== '' && !way.startsWith('..') && resolve(root, way) === path && dirname(path) !== path;
}

function isBuildFailure(error: unknown): error is BuildFailure {
  return error instanceof Error && 'errors' in error && Array.isArray(error.errors);
}

function describeFailure(failure: BuildFailure): string {
  const [first] = failure.errors;
  if (first === undefined) return 'the sources do not compile';
  const missing = /^Could not resolve "\.\/(.*)"$/.exec(first.text)?.[1];
  if (first.location?.file === 'entry.cjs' && missing !== undefined) return `${missing} is missing`;
  const where =
    first.location === null ? '' : `${first.location.file}:${first.location.line}:${first.location.column + 1}: `;
  return `${where}${first.text}`;
}
