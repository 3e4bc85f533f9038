/** From staged sources to one script: nothing outside the staged folder and the allowed packages can get in. */

import { dirname, relative, resolve, sep } from 'node:path';
import { Script } from 'node:vm';
import { build, type BuildFailure, type Metafile, type Plugin } from 'esbuild';
import type { EntryFiles } from '../model/challenge.ts';

/** What may get into a bundle, and how it is written. */
export interface PartOptions {
  /** Absolute path of the staged submission. */
  readonly stagedRoot: string;
  readonly allowedPackages: readonly string[];
  /** Whether classes and functions keep their names where bundling renames them; costs time in code that makes many closures. */
  readonly keepNames: boolean;
  /** Modules of the kit by specifier, each as one script without imports. */
  readonly provided?: ReadonlyMap<string, string>;
}

export interface BundleOptions extends PartOptions {
  readonly entry: EntryFiles;
}

export interface PartBundle {
  /** A script body that fills `exports` with one loader per part. */
  readonly code: string;
  /** Parts that do not compile, with the first problems: they throw this message when they are loaded. */
  readonly problems: Readonly<Record<string, string>>;
  /** What each source imports, both relative to the staged root, with `/`; parts that do not compile are left out. */
  readonly imports: ReadonlyMap<string, readonly string[]>;
}

/** Bundles contract, store and processor of trusted sources; a part that does not compile leaves the others usable. */
export async function bundleSolution(options: BundleOptions): Promise<PartBundle> {
  return bundleParts(partsOf(options.entry), options);
}

/** Specifiers of contract, store and processor, by name. */
export function partsOf({ store, processor }: EntryFiles): ReadonlyMap<string, string> {
  return new Map([
    ['contract', './src/contract.ts'],
    ['store', `./${store}`],
    ['processor', `./${processor}`],
  ]);
}

/** Bundles `parts` (specifiers relative to the staged root, by name), leaving out those that do not compile. */
export async function bundleParts(parts: ReadonlyMap<string, string>, options: PartOptions): Promise<PartBundle> {
  const whole = await tryBundle(entryCode(parts, new Map()), options);
  if (typeof whole !== 'string') return { ...whole, problems: {} };
  const alone = await Promise.all(
    [...parts].map(async ([name, specifier]) => {
      const bundled = await tryBundle(entryCode(new Map([[name, specifier]]), new Map()), options);
      return typeof bundled === 'string' ? [[name, bundled] as const] : [];
    }),
  );
  const problems = new Map(alone.flat());
  const rest = new Map([...parts].filter(([name]) => !problems.has(name)));
  const partial = await tryBundle(entryCode(rest, problems), options);
  if (typeof partial === 'string') throw new Error(`parts compile alone but not together: ${partial}`);
  return { ...partial, problems: Object.fromEntries(problems) };
}

/** The script that hands out a loader for each of `parts`, and one that throws for each of `problems` (messages by part). */
export function entryCode(parts: ReadonlyMap<string, string>, problems: ReadonlyMap<string, string>): string {
  const loader = (name: string, body: string): string => `exports[${JSON.stringify(name)}] = () => ${body};`;
  return [
    ...[...parts].map(([name, specifier]) => loader(name, `require(${JSON.stringify(specifier)})`)),
    ...[...problems].map(([name, problem]) => loader(name, `{ throw new SyntaxError(${JSON.stringify(problem)}); }`)),
  ].join('\n');
}

/** The bundle, or what is wrong with the sources in one line. */
async function tryBundle(contents: string, options: PartOptions): Promise<Omit<PartBundle, 'problems'> | string> {
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
    const code = result.outputFiles[0]?.text ?? '';
    return syntaxProblem(code) ?? { code, imports: importsIn(result.metafile) };
  } catch (error) {
    if (!isBuildFailure(error)) throw error;
    return describeFailure(error);
  }
}

function importsIn({ inputs }: Metafile): ReadonlyMap<string, readonly string[]> {
  return new Map(Object.entries(inputs).map(([path, { imports }]) => [path, imports.map((found) => found.path)]));
}

/** esbuild passes on what only the engine can tell, such as a malformed regular expression; nothing is run here. */
function syntaxProblem(code: string): string | undefined {
  try {
    withLessStack(MARGIN, () => new Script(`(function (exports) {'use strict';${code}\n})`));
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return 'the sources are nested too deeply';
    if (!(error instanceof SyntaxError)) throw error;
    return error.message;
  }
}

/** Frames; a tenth of the stack. What the engine can just read here it must be able to read in a subject, too. */
const MARGIN = 1_000;

function withLessStack(frames: number, work: () => void): void {
  if (frames > 0) withLessStack(frames - 1, work);
  else work();
}

/** Resolves relative specifiers inside the staged folder and allowed packages from the kit, and refuses everything else. */
function confined(options: PartOptions): Plugin {
  return {
    name: 'confined',
    setup(context) {
      context.onLoad({ filter: /.*/, namespace: PROVIDED }, (args) => ({
        contents: options.provided?.get(args.path) ?? '',
        loader: 'js',
      }));
      context.onResolve({ filter: /.*/ }, async (args) => {
        if (args.pluginData === RESOLVED) return undefined;
        if (args.kind === 'dynamic-import') return { errors: [{ text: 'dynamic imports are not supported' }] };
        // `type: 'text'` would make a string of what the compiler has checked as a module.
        if (Object.keys(args.with).length > 0) return { errors: [{ text: 'import attributes are not supported' }] };
        if (options.provided?.has(args.path) === true) return { path: args.path, namespace: PROVIDED };
        if (!/^\.{1,2}(\/|$)/.test(args.path)) return resolvePackage(args.path, options);
        const { resolveDir, kind, importer } = args;
        const find = (path: string): ReturnType<typeof context.resolve> =>
          context.resolve(path, { resolveDir, kind, importer, pluginData: RESOLVED });
        const typed = await find(args.path.replace(/\.jsx?$/, '.ts'));
        // The compiler takes `a.ts` for `./a.js`, and esbuild `a.js.ts` where there are both: what runs must be what was checked.
        const found = typed.errors.length > 0 ? await find(args.path) : typed;
        if (found.errors.length > 0) return { errors: found.errors };
        // Some file systems have no such file, and reading it would fail in words that hold the path of the private folder.
        if (found.warnings.some(({ id }) => id === 'different-path-case'))
          return { errors: [{ text: `"${args.path}" has other capital letters than the name of its file` }] };
        return isInside(found.path, options.stagedRoot)
          ? { path: found.path }
          : { errors: [{ text: `"${args.path}" leads out of the submission` }] };
      });
      // Imports with patterns in them are never resolved by name, but every file is loaded by name.
      context.onLoad({ filter: /.*/ }, ({ path }) => {
        if (isAllowedPackage(path, options)) return undefined;
        if (!isInside(path, options.stagedRoot)) return { errors: [{ text: 'an import leads out of the submission' }] };
        // The compiler looks for no errors in what is written there.
        return isDeclarationFile(path) ? { contents: '', loader: 'ts' } : undefined;
      });
    },
  };
}

/** `a.d.ts`, and `a.d.json.ts` for a module that is no script: neither has code that runs. */
function isDeclarationFile(path: string): boolean {
  return /\.d\.(?:[^/\\]*\.)?ts$/.test(path);
}

/** Marks a resolution that the plugin itself has asked for. */
const RESOLVED = Symbol('resolved');

/** The namespace of the kit's own modules. */
const PROVIDED = 'kit';

function resolvePackage(specifier: string, options: PartOptions): { errors: { text: string }[] } | undefined {
  const allowed = options.allowedPackages.some((name) => specifier === name || specifier.startsWith(`${name}/`));
  return allowed ? undefined : { errors: [{ text: `the package "${specifier}" is not available in this exercise` }] };
}

/** Checks the result once more, from what esbuild says that it has read. */
function assertConfined(metafile: Metafile, options: PartOptions): void {
  for (const input of Object.keys(metafile.inputs)) {
    if (input === 'entry.cjs' || isProvided(input, options)) continue;
    const path = resolve(options.stagedRoot, input);
    if (!isInside(path, options.stagedRoot) && !isAllowedPackage(path, options)) {
      throw new Error(`the bundle has read ${input}, which is not part of the submission`);
    }
  }
}

function isProvided(input: string, options: PartOptions): boolean {
  return input.startsWith(`${PROVIDED}:`) && options.provided?.has(input.slice(PROVIDED.length + 1)) === true;
}

function isAllowedPackage(path: string, options: PartOptions): boolean {
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
  return `${where}${first.text.startsWith('Top-level await') ? 'top-level await is not supported' : first.text}`;
}
