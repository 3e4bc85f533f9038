import { existsSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const require = createRequire(import.meta.url);

/**
 * Where the kit has the packages that a solution may import: name -> real folder. Throws where one is not installed,
 * which is the kit's fault.
 */
export function packageFolders(names: readonly string[]): ReadonlyMap<string, string> {
  return new Map(names.map((name) => [name, packageFolder(name)]));
}

function packageFolder(name: string): string {
  const folder = (require.resolve.paths(name) ?? [])
    .map((modules) => join(modules, name))
    .find((candidate) => existsSync(join(candidate, 'package.json')));
  if (folder === undefined) throw new Error(`the package ${JSON.stringify(name)} of the challenge is not installed`);
  return realpathSync(folder);
}
