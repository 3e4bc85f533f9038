/** A second copy of a staged submission, in which the two entry modules hand out whatever implementation is under test. */

import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import { build } from 'esbuild';
import type { EntryFiles } from '../model/challenge.ts';

export const CONTRACT_FILE = 'src/contract.ts';

const FACTORIES: Readonly<Record<keyof EntryFiles, string>> = {
  store: 'createIdempotencyStore',
  processor: 'createPaymentProcessor',
};

/** Copies `src/` and `tests/` of `stagedRoot` into the new folder `into` and replaces the entry modules. */
export async function stageSuite(stagedRoot: string, entry: EntryFiles, into: string): Promise<void> {
  await mkdir(into);
  for (const folder of ['src', 'tests']) {
    await cp(join(stagedRoot, folder), join(into, folder), { recursive: true, force: false }).catch(ifMissing);
  }
  await Promise.all([standIn(into, entry.store, FACTORIES.store), standIn(into, entry.processor, FACTORIES.processor)]);
}

/**
 * CommonJS, so that a name that only the candidate's module exports is no error before a test uses it. Such a name leads to
 * the candidate's own module, which is kept under another name.
 */
async function standIn(root: string, file: string, factory: string): Promise<void> {
  const path = join(root, file);
  const others = (await exportsOf(path)).filter((name) => name !== factory);
  const own = `${file.replace(/\.ts$/, '')}.own.ts`;
  if (others.length > 0) await rename(path, join(root, own));
  const contract = posix.relative(posix.dirname(file), CONTRACT_FILE);
  const lines = [
    `Object.defineProperty(exports, '__esModule', { value: true });`,
    `exports.${factory} = $implementation(require(${JSON.stringify(`./${contract}`)})).${factory};`,
    ...others.map((name) => {
      const key = JSON.stringify(name);
      const from = JSON.stringify(`./${basename(own)}`);
      return `Object.defineProperty(exports, ${key}, { enumerable: true, get: () => require(${from})[${key}] });`;
    }),
  ];
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, lines.join('\n'));
}

/** The names that a module exports itself; none where it is missing or does not parse. */
async function exportsOf(path: string): Promise<readonly string[]> {
  try {
    const { metafile } = await build({
      entryPoints: [path],
      bundle: false,
      write: false,
      metafile: true,
      format: 'esm',
      outfile: 'module.js',
      logLevel: 'silent',
    });
    return Object.values(metafile.outputs).flatMap((output) => output.exports);
  } catch {
    return [];
  }
}

function ifMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}
