import { existsSync } from 'node:fs';
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Challenge } from '../../model/challenge.ts';
import type { Finding } from '../../model/evidence.ts';
import { COMPILER_OPTIONS } from './compiler-options.ts';
import { findEscapes } from './find-escapes.ts';
import { packageFolders } from './package-folders.ts';
import { parseCompilerOutput, type Diagnostic } from './parse-diagnostics.ts';
import { runBounded, type BoundedRun } from '../../sandbox/run-bounded.ts';

export interface CompileOptions {
  readonly stagedRoot: string;
  readonly challenge: Challenge;
  /** CPU time of the compiler. */
  readonly deadlineMs: number;
  readonly signal: AbortSignal;
}

export type Compilation =
  | {
      readonly status: 'compiled';
      readonly diagnostics: readonly Diagnostic[];
      /** One finding for each way out of the submission that the compiler followed. */
      readonly escapes: readonly Finding[];
    }
  /** The compiler ran out of time or memory; `reason` continues "the type check …". */
  | { readonly status: 'too-costly'; readonly reason: string }
  /** The compiler did not do its work. */
  | { readonly status: 'failed'; readonly cause: string };

/** Data segment of the compiler in KiB. A submission of this size takes a twentieth of it. */
const MEMORY_KIB = 1024 * 1024;

/**
 * Type-checks a copy of the submission's `src/` in `folder`, an empty folder of the kit. Only there can the allowed
 * packages, and nothing else, be found under `node_modules`.
 */
export async function compilePrivateCopy(folder: string, options: CompileOptions): Promise<Compilation> {
  const packages = packageFolders(options.challenge.allowedPackages);
  await copySources(folder, options.stagedRoot);
  for (const [name, target] of packages) await linkPackage(join(folder, 'node_modules', name), target);
  const compiler = compilerPath();
  const run = await runBounded({
    ...limited(compiler, ['--project', '.', '--pretty', 'false', '--explainFiles']),
    cwd: folder,
    env: { GOMEMLIMIT: `${MEMORY_KIB * 0.75}KiB`, LC_ALL: 'C' },
    input: '',
    deadlineMs: options.deadlineMs,
    signal: options.signal,
  });
  return interpret(run, options.deadlineMs, (stdout) => {
    const { diagnostics, files } = parseCompilerOutput(stdout);
    return { diagnostics, escapes: findEscapes(folder, files, [dirname(compiler), ...packages.values()]) };
  });
}

/** `tests/` is not type-checked. */
async function copySources(folder: string, stagedRoot: string): Promise<void> {
  await cp(join(stagedRoot, 'src'), join(folder, 'src'), { recursive: true });
  const globals = join(stagedRoot, 'globals.d.ts');
  if (existsSync(globals)) await cp(globals, join(folder, 'globals.d.ts'));
  // One thread: the order in which types are first seen, and with it their wording, must not depend on the machine.
  const config = {
    compilerOptions: { ...COMPILER_OPTIONS, singleThreaded: true },
    include: ['globals.d.ts', 'src/**/*.ts'],
    exclude: [],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
}

async function linkPackage(link: string, target: string): Promise<void> {
  await mkdir(dirname(link), { recursive: true });
  await symlink(target, link, 'junction');
}

/** The native executable of the platform's package. */
function compilerPath(): string {
  const require = createRequire(createRequire(import.meta.url).resolve('@typescript/native/package.json'));
  const manifest = require.resolve(`@typescript/typescript-${process.platform}-${process.arch}/package.json`);
  const executable = join(dirname(manifest), 'lib', process.platform === 'win32' ? 'tsc.exe' : 'tsc');
  if (!existsSync(executable)) throw new Error('the compiler of this platform is not installed; run `npm ci`');
  return executable;
}

/** The command under a limit of memory, where the system has one. A limit that cannot be set is no reason not to run. */
function limited(command: string, args: readonly string[]): { command: string; args: readonly string[] } {
  if (process.platform === 'win32') return { command, args };
  const script = `ulimit -d ${MEMORY_KIB} 2>/dev/null; exec "$@"`;
  return { command: '/bin/sh', args: ['-c', script, 'sh', command, ...args] };
}

type Results = Pick<Compilation & { status: 'compiled' }, 'diagnostics' | 'escapes'>;

function interpret(run: BoundedRun, deadlineMs: number, read: (stdout: string) => Results): Compilation {
  if (run.status === 'deadline')
    return { status: 'too-costly', reason: `did not end within ${deadlineMs / 1000} s of computing` };
  if (run.status === 'stalled') return { status: 'failed', cause: 'the machine did not let the compiler run' };
  if (run.status === 'not-started') return { status: 'failed', cause: run.cause };
  if (/^fatal error: .*(out of memory|cannot allocate)|stack overflow/m.test(run.stderr)) {
    return { status: 'too-costly', reason: 'ran out of memory' };
  }
  if (run.status === 'killed') return { status: 'failed', cause: `the compiler was ended by ${run.by}` };
  const results = read(run.stdout);
  const silent = results.diagnostics.length === 0 && (run.status === 'flooded' || run.code !== 0);
  if (silent) return { status: 'failed', cause: `the compiler failed: ${run.stderr.trim().split('\n', 1).join('')}` };
  return { status: 'compiled', ...results };
}
