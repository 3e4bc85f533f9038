/** From the candidate's test files to one script. What they import from `vitest` is handed in when the script is evaluated. */

import type { BundleJob } from './confined-bundler.ts';
import { runnerScripts } from './runner-scripts.ts';

export interface TestsBundleOptions {
  /** Paths of the test files in the submission, with `/`. */
  readonly files: readonly string[];
  readonly allowedPackages: readonly string[];
}

/** One loader for each test file under its path. The script's free names are `$vitest` and `$implementation`. */
export async function testsBundle({ allowedPackages, files }: TestsBundleOptions): Promise<BundleJob> {
  const parts = new Map(files.map((file) => [file, `./${file}`] as const));
  const { names } = await runnerScripts();
  const provided = new Map([['vitest', `export const { ${names.join(', ')} } = $vitest;`]]);
  return { parts, options: { allowedPackages, keepNames: true, provided } };
}
