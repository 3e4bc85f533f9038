/** A second copy of a staged submission, in which the two entry modules hand out whatever implementation is under test. */

import { cp, mkdir, rename, writeFile } from 'node:fs/promises';
import { basename, dirname, join, posix } from 'node:path';
import type { EntryFiles } from '../model/challenge.ts';

export const CONTRACT_FILE = 'src/contract.ts';

const FACTORIES: Readonly<Record<keyof EntryFiles, string>> = {
  store: 'createIdempotencyStore',
  processor: 'createPaymentProcessor',
};

export interface StageSuiteOptions {
  readonly stagedRoot: string;
  /** A folder that does not exist. */
  readonly into: string;
  readonly entry: EntryFiles;
  /** What the candidate's entry modules export, by path. */
  readonly exports: ReadonlyMap<string, readonly string[]>;
}

/** Copies `src/` and `tests/` and replaces the entry modules. */
export async function stageSuite({ stagedRoot, into, entry, exports }: StageSuiteOptions): Promise<void> {
  await mkdir(into);
  for (const folder of ['src', 'tests']) {
    await cp(join(stagedRoot, folder), join(into, folder), { recursive: true, force: false }).catch(ifMissing);
  }
  await Promise.all([
    standIn(entry.store, FACTORIES.store, { into, exports }),
    standIn(entry.processor, FACTORIES.processor, { into, exports }),
  ]);
}

/**
 * CommonJS, so that a name that only the candidate's module exports is no error before a test uses it. Such a name leads to
 * the candidate's own module, which is kept under another name.
 */
async function standIn(
  file: string,
  factory: string,
  { into: root, exports }: Pick<StageSuiteOptions, 'into' | 'exports'>,
): Promise<void> {
  const path = join(root, file);
  const others = (exports.get(file) ?? []).filter((name) => name !== factory);
  const own = `${file.replace(/\.ts$/, '')}.own.ts`;
  if (others.length > 0) await rename(path, join(root, own));
  const contract = posix.relative(posix.dirname(file), CONTRACT_FILE);
  const lines = [
    `Object.defineProperty(exports, '__esModule', { value: true });`,
    `exports.${factory} = $implementation(${JSON.stringify(factory)}, require(${JSON.stringify(`./${contract}`)}));`,
    ...others.map((name) => {
      const key = JSON.stringify(name);
      const from = JSON.stringify(`./${basename(own)}`);
      return `Object.defineProperty(exports, ${key}, { enumerable: true, get: () => require(${from})[${key}] });`;
    }),
  ];
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, lines.join('\n'));
}

function ifMissing(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
}
