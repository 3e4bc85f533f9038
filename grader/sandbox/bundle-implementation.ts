/** From an implementation of ours to the script that takes the candidate's place under own tests. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { ChallengeError } from '../errors.ts';
import type { EntryFiles, SourceEdit } from '../model/challenge.ts';
import { CONTRACT_FILE } from './stage-suite.ts';

export interface ImplementationOptions {
  /** Names it in errors. */
  readonly id: string;
  /** Absolute path of a folder with `src/`. */
  readonly root: string;
  /** Absolute path of the contract that it is bundled with. */
  readonly contractPath: string;
  readonly entry: EntryFiles;
  /** Made in memory only. */
  readonly edits: readonly SourceEdit[];
}

/** Statements that fill `exports` with the loaders of its parts; throws `ChallengeError` for edits that do not fit. */
export async function bundleImplementation(options: ImplementationOptions): Promise<string> {
  const { root, entry, id } = options;
  const edited = await editSources(options);
  const parts = { contract: CONTRACT_FILE, store: entry.store, processor: entry.processor };
  const contents = Object.entries(parts)
    .map(([name, file]) => `exports.${name} = () => require(${JSON.stringify(`./${file}`)});`)
    .join('\n');
  const result = await build({
    stdin: { contents, resolveDir: root, sourcefile: 'entry.cjs', loader: 'js' },
    absWorkingDir: root,
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'neutral',
    target: 'node26',
    tsconfigRaw: { compilerOptions: { target: 'es2024', useDefineForClassFields: true } },
    legalComments: 'none',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'silent',
    plugins: [overlay(edited, options)],
  }).catch((cause: unknown) => {
    throw new ChallengeError(`${id} does not compile`, { cause });
  });
  return result.outputFiles[0]?.text ?? '';
}

/** Texts of the edited files by absolute path. */
async function editSources({ id, root, edits }: ImplementationOptions): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  for (const { file, find, replace } of edits) {
    const path = join(root, file);
    const text = texts.get(path) ?? (await readFile(path, 'utf8'));
    const pieces = text.split(find);
    if (pieces.length !== 2) {
      throw new ChallengeError(`mutant ${id}: its text occurs ${pieces.length - 1} times in ${file}, instead of once`);
    }
    texts.set(path, pieces.join(replace));
  }
  return texts;
}

/** Samples have no contract of their own: they get the challenge's. */
function overlay(edited: ReadonlyMap<string, string>, { root, contractPath }: ImplementationOptions): Plugin {
  const contract = join(root, CONTRACT_FILE).replace(/\.ts$/, '');
  return {
    name: 'overlay',
    setup(context) {
      context.onResolve({ filter: /(^|\/)contract(\.[jt]s)?$/ }, ({ path, resolveDir }) =>
        join(resolveDir, path).replace(/\.[jt]s$/, '') === contract ? { path: contractPath } : undefined,
      );
      context.onLoad({ filter: /\.ts$/ }, ({ path }) => {
        const contents = edited.get(path);
        return contents === undefined ? undefined : { contents, loader: 'ts' };
      });
    },
  };
}
