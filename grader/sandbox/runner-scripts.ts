/** The kit's own scripts that run beside own tests: the stand-in for `vitest` and the facade. One build a process is enough. */

import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build, transform, type BuildOptions, type Plugin } from 'esbuild';
import { KIT_ROOT } from './kit-root.ts';

export interface RunnerScripts {
  /** An expression: what the tests import from `vitest`. */
  readonly runner: string;
  /** The names that it has. */
  readonly names: readonly string[];
  /** Statements that declare `facade`. */
  readonly facade: string;
}

const TARGET = 'node26';
/** Every subject reads them anew. */
const SMALL = { minifySyntax: true, minifyWhitespace: true, legalComments: 'none' } as const;

let built: Promise<RunnerScripts> | undefined;

export function runnerScripts(): Promise<RunnerScripts> {
  built ??= buildScripts();
  return built;
}

async function buildScripts(): Promise<RunnerScripts> {
  const [runner, facade] = await Promise.all([
    buildGlobal('own-tests/vitest.ts', 'vitest'),
    buildGlobal('facade/open-facade.ts', 'facade'),
  ]);
  return {
    runner: `(function () {'use strict';${runner.code}\nreturn vitest;\n})()`,
    names: runner.names.filter((name) => name !== 'runTestFile'),
    facade: facade.code,
  };
}

async function buildGlobal(entry: string, globalName: string): Promise<{ code: string; names: readonly string[] }> {
  const { outputFiles, metafile } = await build(optionsFor(entry));
  const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
  // Only a module tells its names.
  const { code } = await transform(outputFiles[0]?.text ?? '', {
    ...SMALL,
    format: 'iife',
    globalName,
    target: TARGET,
  });
  return { code, names };
}

function optionsFor(entry: string): BuildOptions & { readonly write: false; readonly metafile: true } {
  return {
    entryPoints: [join(KIT_ROOT, 'grader/subject', entry)],
    absWorkingDir: KIT_ROOT,
    bundle: true,
    outfile: 'script.js',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: TARGET,
    format: 'esm',
    write: false,
    metafile: true,
    ...SMALL,
    logLevel: 'silent',
    plugins: [withoutBuiltins, oneCopyOfTimers],
  };
}

/** Packages that try Node's modules find none, as in a browser. */
const withoutBuiltins: Plugin = {
  name: 'without-builtins',
  setup(context) {
    context.onResolve({ filter: /^[a-z:_/]+$/ }, (args) =>
      isBuiltin(args.path) ? { path: args.path, namespace: 'builtin' } : undefined,
    );
    context.onLoad({ filter: /.*/, namespace: 'builtin' }, (args) => ({
      contents: `throw new Error('there is no ${args.path} here');`,
      loader: 'js',
    }));
  },
};

/** The runner brings utilities of its own, but all must agree on which timers are the real ones. */
const oneCopyOfTimers: Plugin = {
  name: 'one-copy-of-timers',
  setup(context) {
    context.onResolve({ filter: /^@vitest\/utils\/(timers|error)$/ }, ({ path, kind, resolveDir }) =>
      resolveDir === KIT_ROOT ? undefined : context.resolve(path, { kind, resolveDir: KIT_ROOT }),
    );
  },
};
