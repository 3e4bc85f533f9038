/** From the candidate's test files to one script. What they import from `vitest` is handed in when the script is evaluated. */

import { bundleParts, type PartBundle } from './bundle-solution.ts';
import { runnerScripts } from './runner-scripts.ts';

export interface TestsBundleOptions {
  /** Absolute path of the staged submission. */
  readonly stagedRoot: string;
  /** Paths of the test files in the submission, with `/`. */
  readonly files: readonly string[];
  readonly allowedPackages: readonly string[];
}

/** Bundles one loader for each test file under its path. The script's free names are `$vitest` and `$implementation`. */
export async function bundleTests(options: TestsBundleOptions): Promise<PartBundle> {
  const { stagedRoot, allowedPackages, files } = options;
  const parts = new Map(files.map((file) => [file, `./${file}`] as const));
  const { names } = await runnerScripts();
  const provided = new Map([['vitest', `export const { ${names.join(', ')} } = $vitest;`]]);
  return bundleParts(parts, { stagedRoot, allowedPackages, keepNames: true, provided });
}
