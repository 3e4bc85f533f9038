/** From the candidate's test files to one script, with the kit's stand-in for `vitest` in it. */

import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { bundleParts, type PartBundle } from './bundle-solution.ts';
import { KIT_ROOT } from './kit-root.ts';

export interface TestsBundleOptions {
  /** Absolute path of the staged submission. */
  readonly stagedRoot: string;
  /** Paths of the test files in the submission, with `/`. */
  readonly files: readonly string[];
  readonly allowedPackages: readonly string[];
}

/** Bundles one loader for each test file under its path, beside `contract` and `runner`. */
export async function bundleTests(options: TestsBundleOptions): Promise<PartBundle> {
  const { stagedRoot, allowedPackages, files } = options;
  const parts = new Map([
    ['runner', 'vitest'],
    ['contract', './src/contract.ts'],
    ...files.map((file) => [file, `./${file}`] as const),
  ]);
  const provided = new Map([['vitest', await runnerCode()]]);
  return bundleParts(parts, { stagedRoot, allowedPackages, keepNames: true, provided });
}

let built: Promise<string> | undefined;

/** It is the same for every submission: one build a process is enough. */
function runnerCode(): Promise<string> {
  built ??= bundleRunner();
  return built;
}

/** The stand-in for `vitest` with everything that it needs, as one module without imports. */
async function bundleRunner(): Promise<string> {
  const result = await build({
    entryPoints: [join(KIT_ROOT, 'grader/subject/own-tests/vitest.ts')],
    absWorkingDir: KIT_ROOT,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    mainFields: ['module', 'main'],
    target: 'node26',
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'silent',
    plugins: [withoutBuiltins, oneCopyOfTimers],
  });
  return result.outputFiles[0]?.text ?? '';
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
