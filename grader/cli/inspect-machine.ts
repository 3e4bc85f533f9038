import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { availableParallelism, cpus, freemem, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import type { Isolation } from '../model/report.ts';
import { chooseConfinement } from '../sandbox/isolation/choose-confinement.ts';
import { PORTABLE } from '../sandbox/isolation/confinement.ts';
import { KIT_ROOT } from '../sandbox/kit-root.ts';
import { withPrivateFolder } from '../submission/private-folder.ts';
import { measureNoise } from './measure-noise.ts';
import type { Noise } from './measure-noise.ts';

/** A program or package that grading starts. */
export interface Tool {
  readonly name: string;
  readonly version: string | null;
  readonly problem: string | null;
}

/** `grade doctor --json`. */
export interface Machine {
  readonly schema: 'grade.doctor/1';
  /** Whether grading works here. */
  readonly ok: boolean;
  /** One line each. */
  readonly problems: readonly string[];
  readonly kit: string;
  /** `host` is the Node that started the launcher. */
  readonly node: { readonly running: string; readonly pinned: string; readonly host: string };
  /** The isolation that a grading would use. */
  readonly isolation: Isolation;
  /** Why it is not `full`; `null` where it is. */
  readonly weakness: string | null;
  /** The version of bubblewrap, or `null` where there is none. */
  readonly bubblewrap: string | null;
  readonly cores: number;
  readonly cpu: string;
  readonly memory: { readonly totalBytes: number; readonly availableBytes: number };
  /** Over 1, 5 and 15 minutes; zeros on Windows. */
  readonly loadAverage: readonly number[];
  readonly noise: Noise;
  readonly tools: readonly Tool[];
}

const execute = promisify(execFile);

const kitManifest = z.object({ version: z.string(), optionalDependencies: z.record(z.string(), z.string()) });

export async function inspectMachine(): Promise<Machine> {
  const manifest = kitManifest.parse(JSON.parse(await readFile(join(KIT_ROOT, 'package.json'), 'utf8')));
  const running = process.versions.node;
  const pinned = Object.values(manifest.optionalDependencies)[0] ?? 'none';
  const tools = [
    await tryTool('tsc', () => versionOf(process.execPath, [join(KIT_ROOT, 'bin', 'tsc.js'), '--version'])),
    await tryTool('esbuild', checkEsbuild),
    await tryTool('eslint', async () => (await import('eslint')).ESLint.version),
    await tryTool('vitest', async () => (await import('vitest/node')).version),
    await tryTool('temp folder', () => withPrivateFolder(async (folder) => folder.replace(/[/\\][^/\\]*$/u, ''))),
  ];
  const { confinement, weakness } = await withPrivateFolder((folder) => chooseConfinement(folder)).catch(() => ({
    confinement: PORTABLE,
    weakness: 'the temp folder cannot be used',
  }));
  const problems = [
    ...(running === pinned ? [] : [`Node ${running} is running instead of the pinned ${pinned}. Start bin/grade.js.`]),
    ...tools.flatMap((tool) => (tool.problem === null ? [] : [`${tool.name}: ${tool.problem}`])),
  ];
  return {
    schema: 'grade.doctor/1',
    ok: problems.length === 0,
    problems,
    kit: manifest.version,
    node: { running, pinned, host: process.env['GRADE_HOST_NODE'] ?? process.version },
    isolation: confinement.level,
    weakness,
    bubblewrap: await versionOf('bwrap', ['--version']).catch(() => null),
    cores: availableParallelism(),
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    memory: { totalBytes: totalmem(), availableBytes: Math.min(freemem(), process.availableMemory()) },
    loadAverage: loadavg(),
    noise: measureNoise(),
    tools,
  };
}

async function tryTool(name: string, version: () => Promise<string>): Promise<Tool> {
  try {
    return { name, version: await version(), problem: null };
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    return { name, version: null, problem: `${reason}. Run "npm ci" in ${KIT_ROOT}.` };
  }
}

/** The last word that `<file> --version` prints. */
async function versionOf(file: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute(file, args, { timeout: 10_000 });
  return stdout.trim().split(/\s+/u).at(-1) ?? '';
}

/** Its native executable is a package of its own, which may be missing although esbuild is there: so compile something. */
async function checkEsbuild(): Promise<string> {
  const { stop, transform, version } = await import('esbuild');
  try {
    await transform('const answer: number = 1', { loader: 'ts' });
    return version;
  } finally {
    await stop();
  }
}
