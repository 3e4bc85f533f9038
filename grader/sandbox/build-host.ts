/** The subject's host as one script, so that the sandbox has to open up two files only: the host and the solution. */

import { join } from 'node:path';
import { build } from 'esbuild';
import { KIT_ROOT } from './kit-root.ts';

/** Bundles `grader/subject/host.ts` into the folder `into` and returns the script's path. */
export async function buildHost(into: string): Promise<string> {
  const outfile = join(into, 'host.mjs');
  await build({
    entryPoints: [join(KIT_ROOT, 'grader/subject/host.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node26',
    logLevel: 'silent',
  });
  return outfile;
}
